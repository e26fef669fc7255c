/* What a system call answers in a container, with the error's name as errno(3) has it: a shell's or a C library's words for it
 * differ from one to the next. A line for each attempt; the exit code is 1 when one failed.
 *   attempt open PATH…                each for reading and writing
 *   attempt mknod PATH MAJOR MINOR    a character device
 *   attempt fork COUNT                children that stay until it ends */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static int failed;

static void tell(const char *what, int answer)
{
    printf("%s: %s\n", what, answer < 0 ? strerrorname_np(errno) : "done");
    failed |= answer < 0;
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "open") == 0)
        for (int i = 2; i < argc; i++) tell(argv[i], open(argv[i], O_RDWR | O_NONBLOCK | O_CLOEXEC));
    else if (argc == 5 && strcmp(argv[1], "mknod") == 0)
        tell(argv[2], mknod(argv[2], S_IFCHR | 0666, makedev(atoi(argv[3]), atoi(argv[4]))));
    else if (argc == 3 && strcmp(argv[1], "fork") == 0) {
        int count = 0;
        pid_t child = 0;
        while (count < atoi(argv[2]) && (child = fork()) > 0) count++;
        if (child == 0 && count < atoi(argv[2])) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            pause();
            _exit(0);
        }
        char what[32];
        snprintf(what, sizeof what, "after %d", count);
        tell(what, child);
    }
    else return 125;
    return failed;
}

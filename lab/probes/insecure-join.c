/*
 * insecure-join MARKER COUNT: out through a process that enters the container in the wrong order.
 *
 * A process that is in the container's PID namespace is in sight of the container. While its root directory is still the
 * host's, whoever may trace it holds it there and goes through /proc/PID/root. docs/drofune/insecure-join.md.
 *
 * Says CONTAINED when COUNT processes have entered and none of them led out.
 */
#include "probe.h"
#include <sys/ptrace.h>

/* Holds the process where it is; false when that is not allowed, or it is gone. */
static int hold(int pid)
{
    if (ptrace(PTRACE_SEIZE, pid, 0, 0) < 0)
        return 0;
    return ptrace(PTRACE_INTERRUPT, pid, 0, 0) == 0 && waitpid(pid, NULL, __WALL) == pid;
}

static int leads_out(int pid, const char *marker)
{
    char path[4096];
    if (!hold(pid)) {
        fprintf(stderr, "process %d: cannot be traced: %s\n", pid, strerror(errno));
        return 0;
    }
    snprintf(path, sizeof path, "/proc/%d/root%s", pid, marker);
    int touched = touch_marker(path);
    fprintf(stderr, "process %d: traced, its root directory is %s\n", pid, touched ? "the host's" : "the container's");
    ptrace(PTRACE_DETACH, pid, 0, 0);
    return touched;
}

int main(int argc, char **argv)
{
    int count = argc == 3 ? atoi(argv[2]) : 0;
    if (count <= 0) {
        fprintf(stderr, "usage: insecure-join MARKER COUNT\n");
        return BROKEN;
    }
    require_hidden(argv[1]);
    say_ready();
    int escaped = 0;
    while (count-- > 0 && !escaped)
        escaped = leads_out(next_newcomer(), argv[1]);
    return verdict(escaped);
}

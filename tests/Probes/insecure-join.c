/*
 * insecure-join MARKER COUNT: out through a process that enters the container in the wrong order.
 *
 * A process that is in the container's PID namespace is in sight of the container. While its root directory is still the
 * host's, whoever may trace it holds it there and goes through /proc/PID/root. docs/drofune/insecure-join.md.
 *
 * Says CONTAINED when COUNT processes were caught as they entered, and each was inside by then or could not be traced. Whoever
 * executes this program has arrived, and was caught too late: that is the command to enter with.
 */
#include "probe.h"
#include <sys/ptrace.h>

enum answer { INSIDE, REFUSED, OUTSIDE, TOO_LATE };

/* Holds the process where it is: it goes no further. */
static enum answer hold(int pid)
{
    int status;
    if (ptrace(PTRACE_SEIZE, pid, 0, 0) < 0) {
        if (errno == EPERM)
            return REFUSED;
        if (errno == ESRCH)
            return TOO_LATE;
        broken("ptrace");
    }
    if (ptrace(PTRACE_INTERRUPT, pid, 0, 0) < 0 || waitpid(pid, &status, __WALL) != pid || !WIFSTOPPED(status))
        return TOO_LATE;
    return INSIDE;
}

static enum answer look_at(int pid, const char *marker)
{
    char path[4096];
    enum answer answer = hold(pid);
    if (answer != INSIDE)
        return answer;
    snprintf(path, sizeof path, "/proc/%d/root/", pid);
    if (is_same(status_of("/"), status_of(path))) {
        snprintf(path, sizeof path, "/proc/%d/exe", pid);
        answer = is_same(status_of("/proc/self/exe"), status_of(path)) ? TOO_LATE : INSIDE;
    } else {
        snprintf(path, sizeof path, "/proc/%d/root%s", pid, marker);
        touch_marker(path);
        answer = OUTSIDE;
    }
    ptrace(PTRACE_DETACH, pid, 0, 0);
    return answer;
}

int main(int argc, char **argv)
{
    static const char *const words[] = {
        [INSIDE] = "traced, its root directory is the container's",
        [REFUSED] = "it must not be traced",
        [OUTSIDE] = "traced, its root directory is the host's",
        [TOO_LATE] = "it has arrived, or is gone",
    };
    int count = argc == 3 ? atoi(argv[2]) : 0;
    if (count <= 0)
        useless("usage: insecure-join MARKER COUNT");
    require_hidden(argv[1]);
    say_ready();
    for (int looks = patience(count); count > 0 && looks > 0; looks--) {
        int pid = next_newcomer();
        enum answer answer = look_at(pid, argv[1]);
        fprintf(stderr, "process %d: %s\n", pid, words[answer]);
        if (answer == OUTSIDE)
            return verdict(1);
        count -= answer != TOO_LATE;
    }
    if (count > 0)
        useless("too few of those who entered could be caught");
    return verdict(0);
}

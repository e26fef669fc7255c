/* count memory PROGRAM ARGUMENT…        prints the peak resident set of one run, in kB, and how many page faults it had
   count instructions PROGRAM ARGUMENT…  prints the user instructions of one run and how they were counted

   Give the call a runtime that does nothing, so that the figures are those of the call itself. The processor's counter
   serves where there is one. Elsewhere, as in most virtual machines, every thread is stepped, instruction by
   instruction, up to the next execve; a repeated string instruction then counts as often as it repeats.
   Linked statically, because a child's peak begins at its parent's. */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Forks a child that stops before it becomes the program. */
static pid_t start_stopped(char **argv, int traced)
{
    pid_t pid = fork();
    if (pid == 0) {
        if (traced)
            ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        execv(argv[0], argv);
        _exit(127);
    }
    int status;
    if (pid < 0 || waitpid(pid, &status, WUNTRACED) != pid || !WIFSTOPPED(status))
        err(1, "fork");
    return pid;
}

static struct rusage usage_of(char **argv)
{
    struct rusage usage;
    int status;
    pid_t pid = start_stopped(argv, 0);
    kill(pid, SIGCONT);
    if (wait4(pid, &status, 0, &usage) != pid || status)
        errx(1, "%s: ended with status %#x", argv[0], status);
    return usage;
}

/* Returns -1 where the processor's counter cannot be had. */
static long long count_by_processor(char **argv)
{
    struct perf_event_attr event = {
        .type = PERF_TYPE_HARDWARE, .size = sizeof event, .config = PERF_COUNT_HW_INSTRUCTIONS,
        .disabled = 1, .inherit = 1, .enable_on_exec = 1, .exclude_kernel = 1, .exclude_hv = 1,
    };
    long long count = -1;
    int status;
    pid_t pid = start_stopped(argv, 0);
    int counter = syscall(SYS_perf_event_open, &event, pid, -1, -1, PERF_FLAG_FD_CLOEXEC);
    if (counter < 0)
        kill(pid, SIGKILL);
    else
        kill(pid, SIGCONT);
    if (waitpid(pid, &status, 0) != pid)
        err(1, "waitpid");
    if (counter < 0)
        return -1;
    if (status || read(counter, &count, sizeof count) != sizeof count)
        errx(1, "%s: ended with status %#x", argv[0], status);
    return count > 0 ? count : -1;
}

/* The child's first execve is its own birth; what it became is counted until the next one, or its end. */
static long long count_by_steps(char **argv)
{
    long long steps = 0, at_exec = -1;
    int status, execs = 0;
    pid_t child = start_stopped(argv, 1);
    ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACEEXEC | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL);
    ptrace(PTRACE_CONT, child, 0, 0);
    for (;;) {
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0)
            err(1, "waitpid");
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (thread != child)
                continue;
            if (status)
                errx(1, "%s: ended with status %#x", argv[0], status);
            return at_exec >= 0 ? at_exec : steps;
        }
        int event = status >> 16, signal = WSTOPSIG(status);
        if (event == PTRACE_EVENT_EXEC) {
            if (++execs > 1)
                at_exec = steps;
            signal = 0;
        } else if (event || signal == SIGTRAP || signal == SIGSTOP) {
            steps += event == 0 && signal == SIGTRAP;
            signal = 0;
        }
        ptrace(at_exec >= 0 ? PTRACE_CONT : PTRACE_SINGLESTEP, thread, 0, signal);
    }
}

int main(int argc, char **argv)
{
    if (argc > 2 && !strcmp(argv[1], "memory")) {
        struct rusage usage = usage_of(argv + 2);
        printf("%ld %ld\n", usage.ru_maxrss, usage.ru_minflt + usage.ru_majflt);
        return 0;
    }
    if (argc > 2 && !strcmp(argv[1], "instructions")) {
        long long count = count_by_processor(argv + 2);
        if (count >= 0)
            printf("%lld counter\n", count);
        else
            printf("%lld steps\n", count_by_steps(argv + 2));
        return 0;
    }
    errx(2, "usage: count memory|instructions PROGRAM ARGUMENT…");
}

/* A runtime that does nothing but record everything a process inherits across execve, as text, in the file
 * named like itself with ".record" behind (arguments and environment are under test, so they cannot name it).
 * Not recorded: its pid and its parent's number, which two runs cannot share; these go to ".pid". */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

struct kernel_sigaction { void *handler; unsigned long flags; void *restorer; uint64_t mask; };

extern char **environ;
static char *text;
static size_t used, room;

static void put(const char *bytes, size_t length)
{
    if (used + length > room) text = realloc(text, room = 2 * room + length + 65536);
    memcpy(text + used, bytes, length);
    used += length;
}

static void __attribute__((format(printf, 1, 2))) line(const char *format, ...)
{
    char buffer[4096];
    va_list list;
    va_start(list, format);
    put(buffer, vsnprintf(buffer, sizeof buffer, format, list));
    va_end(list);
}

static void put_bytes(const char *name, const char *value)
{
    put(name, strlen(name));
    for (; *value; value++) {
        unsigned char c = *value;
        if (c > ' ' && c < 127 && c != '\\') put(value, 1);
        else line("\\x%02x", c);
    }
    put("\n", 1);
}

static void put_file(const char *name, const char *path)
{
    char buffer[8192];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, buffer, sizeof buffer - 1);
    if (fd >= 0) close(fd);
    if (n < 0) { line("%s: %s\n", name, strerror(errno)); return; }
    buffer[n] = 0;
    put_bytes(name, buffer);
}

static void put_link(const char *name, const char *path)
{
    char target[4096];
    ssize_t n = readlink(path, target, sizeof target - 1);
    if (n < 0) { line("%s%s\n", name, strerror(errno)); return; }
    target[n] = 0;
    put_bytes(name, target);
}

static void put_status(void)
{
    static const char *const fields[] = {
        "Umask:", "Uid:", "Gid:", "Groups:", "Threads:", "SigPnd:", "ShdPnd:", "SigBlk:", "SigIgn:", "SigCgt:",
        "CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:", "NoNewPrivs:", "Seccomp:", "Seccomp_filters:",
        "TracerPid:", "Cpus_allowed:", "Mems_allowed:", "CoreDumping:", "THP_enabled:",
    };
    FILE *file = fopen("/proc/self/status", "re");
    char row[512];
    while (fgets(row, sizeof row, file))
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            if (strncmp(row, fields[i], strlen(fields[i])) == 0) line("%s", row);
    fclose(file);
}

static void put_terminal(int fd)
{
    struct termios t;
    struct winsize w;
    if (tcgetattr(fd, &t) < 0) return;
    ioctl(fd, TIOCGWINSZ, &w);
    line("fd %d termios %x %x %x %x speed %x %x size %d %d cc", fd, t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag,
         cfgetispeed(&t), cfgetospeed(&t), w.ws_row, w.ws_col);
    for (int i = 0; i < NCCS; i++) line(" %d", t.c_cc[i]);
    line("\n");
}

static void put_descriptors(void)
{
    DIR *directory = opendir("/proc/self/fd");
    int highest = -1;
    for (struct dirent *e; (e = readdir(directory));)
        if (e->d_name[0] != '.' && atoi(e->d_name) != dirfd(directory) && atoi(e->d_name) > highest) highest = atoi(e->d_name);
    closedir(directory);
    for (int fd = 0; fd <= highest; fd++) {
        if (fcntl(fd, F_GETFD) < 0) { line("fd %d closed\n", fd); continue; }
        char name[64], path[64];
        snprintf(name, sizeof name, "fd %d ", fd);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        put_link(name, path);
        int waiting = -1;
        struct stat s;
        fstat(fd, &s);
        if (S_ISFIFO(s.st_mode)) ioctl(fd, FIONREAD, &waiting);
        line("fd %d flags %o cloexec %d offset %lld waiting %d owner %d\n", fd, fcntl(fd, F_GETFL), fcntl(fd, F_GETFD),
             (long long)lseek(fd, 0, SEEK_CUR), waiting, fcntl(fd, F_GETOWN));
        put_terminal(fd);
    }
}

static void put_signals(void)
{
    for (int number = 1; number <= 64; number++) {
        struct kernel_sigaction action;
        syscall(SYS_rt_sigaction, number, 0, &action, 8);
        line("signal %d handler %p flags %lx restorer %p mask %llx\n", number, action.handler, action.flags,
             action.restorer, (unsigned long long)action.mask);
    }
    uint64_t blocked;
    syscall(SYS_rt_sigprocmask, SIG_BLOCK, 0, &blocked, 8);
    line("blocked %llx\n", (unsigned long long)blocked);
    stack_t stack;
    sigaltstack(0, &stack);
    line("altstack %d\n", stack.ss_flags);
}

static void put_limits_and_timers(void)
{
    for (int resource = 0; resource < RLIM_NLIMITS; resource++) {
        struct rlimit l;
        getrlimit(resource, &l);
        line("rlimit %d %llx %llx\n", resource, (unsigned long long)l.rlim_cur, (unsigned long long)l.rlim_max);
    }
    for (int which = 0; which < 3; which++) {
        struct itimerval t;
        getitimer(which, &t);
        line("itimer %d %d %d\n", which, t.it_value.tv_sec != 0 || t.it_value.tv_usec != 0, t.it_interval.tv_sec != 0);
    }
}

/* Two runs have different numbers, so a process of this record's own number is "self". */
static void put_process(const char *name, pid_t pid)
{
    if (pid == getpid()) line("%s self\n", name);
    else line("%s %d\n", name, pid);
}

static void put_processes(void)
{
    char path[64];
    put_process("session", getsid(0));
    put_process("group", getpgrp());
    int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    put_process("foreground", terminal < 0 ? -errno : tcgetpgrp(terminal));
    if (terminal >= 0) close(terminal);
    snprintf(path, sizeof path, "/proc/%d/comm", getppid());
    put_file("parent ", path);
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    put_file("children ", path);
    put_file("comm ", "/proc/self/comm");
}

static void put_attributes(void)
{
    int death = 0, reaper = 0;
    errno = 0;
    line("nice %d\n", getpriority(PRIO_PROCESS, 0));
    line("scheduler %d\n", sched_getscheduler(0));
    line("ioprio %ld\n", syscall(SYS_ioprio_get, 1, 0));
    line("personality %x\n", personality(0xffffffff));
    prctl(PR_GET_PDEATHSIG, &death);
    prctl(PR_GET_CHILD_SUBREAPER, &reaper);
    line("timerslack %d death %d reaper %d keepcaps %d securebits %d dumpable %d nnp %d\n", prctl(PR_GET_TIMERSLACK), death, reaper,
         prctl(PR_GET_KEEPCAPS), prctl(PR_GET_SECUREBITS), prctl(PR_GET_DUMPABLE), prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    put_file("oom_score_adj ", "/proc/self/oom_score_adj");
    put_file("coredump_filter ", "/proc/self/coredump_filter");
    put_file("cgroup ", "/proc/self/cgroup");
    put_link("root ", "/proc/self/root");
    put_link("cwd ", "/proc/self/cwd");
    static const char *const kinds[] = { "cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/ns/%s", kinds[i]);
        put_link("", path);
    }
}

/* A witness in memory has no directory, and goes by its name. */
static void save(const char *name, const char *suffix)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 16);
    if (strncmp(path, "/memfd:", 7) == 0) n = snprintf(path, sizeof path - 16, "%s", name);
    strcpy(path + n, suffix);
    umask(0);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    for (size_t done = 0; done < used;) {
        ssize_t written = write(fd, text + done, used - done);
        if (written <= 0) _exit(120);
        done += written;
    }
    close(fd);
    used = 0;
}

int main(int argc, char **argv)
{
    /* Descriptors first: everything after them opens some of its own. */
    put_descriptors();
    line("argc %d\n", argc);
    for (int i = 0; i < argc; i++) put_bytes("arg ", argv[i]);
    for (char **e = environ; *e; e++) put_bytes("env ", *e);
    put_status();
    put_signals();
    put_limits_and_timers();
    put_processes();
    put_attributes();
    save(argv[0], ".record");
    line("%d %d\n", getpid(), getppid());
    save(argv[0], ".pid");
    ssize_t ignored = write(1, "witness out\n", 12);
    ignored = write(2, "witness err\n", 12);
    (void)ignored;
    return 42;
}

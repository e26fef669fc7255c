/* Starts a program in conditions that .NET's Process cannot make: bytes that are not UTF-8, closed or odd
 * descriptors, signals, limits, a terminal. argv[1] names a file of pairs NAME\0VALUE\0, done in order, then
 * the program is exec'd in this very process (under a terminal: in a child, which the terminal's owner waits for). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
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
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

struct kernel_sigaction { void *handler; unsigned long flags; void *restorer; uint64_t mask; };

extern char **environ;
static char **args, **env;
static size_t arg_count, env_count;
static const char *program;

static void fail(const char *what, const char *value)
{
    dprintf(2, "launch: %s %s: %s\n", what, value, strerror(errno));
    _exit(125);
}

static void set_signal(int number, void *handler)
{
    struct kernel_sigaction action = { handler, 0, 0, 0 };
    syscall(SYS_rt_sigaction, number, &action, 0, 8);
}

static void set_mask(uint64_t mask)
{
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, 0, 8);
}

static char *slurp(const char *path, size_t *length)
{
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &s) < 0) fail("read", path);
    char *text = malloc(s.st_size + 1);
    *length = 0;
    for (ssize_t n; (n = read(fd, text + *length, s.st_size - *length)) > 0;) *length += n;
    close(fd);
    return text;
}

static void append(char ***list, size_t *count, char *value)
{
    if ((*count & (*count + 1)) == 0) *list = realloc(*list, (2 * *count + 2) * sizeof(char *));
    (*list)[(*count)++] = value;
    (*list)[*count] = 0;
}

static void set_env(char *entry)
{
    size_t name = strcspn(entry, "=") + 1;
    for (size_t i = 0; i < env_count; i++)
        if (strncmp(env[i], entry, name) == 0) { env[i] = entry; return; }
    append(&env, &env_count, entry);
}

static void redirect(int fd, const char *path, int flags)
{
    int opened = open(path, flags, 0600);
    if (opened < 0) fail("open", path);
    if (opened != fd) { dup2(opened, fd); close(opened); }
}

static void limit(char *value)
{
    struct rlimit l;
    char soft[32], hard[32];
    int which;
    if (sscanf(value, "%d %31s %31s", &which, soft, hard) != 3) fail("rlimit", value);
    getrlimit(which, &l);
    if (strcmp(soft, "=") != 0) l.rlim_cur = strtoull(soft, 0, 10);
    if (strcmp(hard, "=") != 0) l.rlim_max = strtoull(hard, 0, 10);
    if (setrlimit(which, &l) < 0) fail("rlimit", value);
}

/* A system call that has a value as one of its arguments fails with an error number; with 0 for the number it ends its process by SIGSYS. */
static void filter(const char *value)
{
    char name[32];
    unsigned index, argument, error, call;
    if (sscanf(value, "%31s %u %u %u", name, &index, &argument, &error) != 4) fail("seccomp", value);
    if (strcmp(name, "prctl") == 0) call = SYS_prctl;
    else if (strcmp(name, "fcntl") == 0) call = SYS_fcntl;
    else { errno = ENOSYS; fail("seccomp", value); }
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + index * sizeof(uint64_t)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, argument, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, error ? SECCOMP_RET_ERRNO | error : SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog whole = { sizeof code / sizeof *code, code };
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) < 0) fail("seccomp", value);
}

/* Copies what the terminal shows to our output until its last user is gone. */
static void serve_terminal(int master, pid_t child)
{
    char text[4096];
    int status = 0, gone = 0;
    for (;;) {
        struct pollfd p = { master, POLLIN, 0 };
        int ready = poll(&p, 1, gone ? 0 : 50);
        ssize_t n = ready > 0 ? read(master, text, sizeof text) : -1;
        if (n > 0) { if (write(1, text, n) < 0) _exit(125); continue; }
        if (gone) break;
        if (waitpid(child, &status, ready > 0 ? 0 : WNOHANG) == child) gone = 1;
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static void terminal(const char *mode)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0) fail("pty", mode);
    char name[64];
    ptsname_r(master, name, sizeof name);
    struct winsize size = { 33, 101, 0, 0 };
    ioctl(master, TIOCSWINSZ, &size);
    pid_t child = fork();
    if (child > 0) serve_terminal(master, child);
    close(master);
    setsid();
    int slave = open(name, O_RDWR);
    if (slave < 0 || ioctl(slave, TIOCSCTTY, 0) < 0) fail("pty", name);
    struct termios t;
    tcgetattr(slave, &t);
    if (strcmp(mode, "raw") == 0) cfmakeraw(&t);
    if (strcmp(mode, "odd") == 0) {
        t.c_lflag &= ~(ECHO | ICANON);
        t.c_iflag |= IXANY | INLCR;
        t.c_cc[VINTR] = 7;
        t.c_cc[VMIN] = 9;
    }
    tcsetattr(slave, TCSANOW, &t);
    for (int fd = 0; fd < 3; fd++) dup2(slave, fd);
    if (slave > 2) close(slave);
}

int main(int argc, char **argv)
{
    if (argc != 2) return 125;
    size_t length;
    char *text = slurp(argv[1], &length);
    uint64_t blocked = 0;
    for (int number = 1; number <= 64; number++) set_signal(number, SIG_DFL);
    set_mask(0);
    syscall(SYS_close_range, 3, ~0U, 0);
    for (char **e = environ; *e; e++) append(&env, &env_count, *e);

    for (char *name = text; name < text + length;) {
        char *value = name + strlen(name) + 1;
        if (strcmp(name, "program") == 0) program = value;
        else if (strcmp(name, "arg") == 0) append(&args, &arg_count, value);
        else if (strcmp(name, "clearenv") == 0) env_count = 0;
        else if (strcmp(name, "env") == 0) append(&env, &env_count, value);
        else if (strcmp(name, "setenv") == 0) set_env(value);
        else if (strcmp(name, "stdin") == 0) redirect(0, value, O_RDONLY);
        else if (strcmp(name, "stdout") == 0) redirect(1, value, O_WRONLY | O_CREAT | O_APPEND);
        else if (strcmp(name, "stderr") == 0) redirect(2, value, O_WRONLY | O_CREAT | O_APPEND);
        else if (strcmp(name, "open") == 0) redirect(atoi(value), strchr(value, ' ') + 1, O_RDWR);
        else if (strcmp(name, "open-directory") == 0) redirect(atoi(value), strchr(value, ' ') + 1, O_RDONLY | O_DIRECTORY);
        else if (strcmp(name, "seek") == 0) lseek(atoi(value), atol(strchr(value, ' ')), SEEK_SET);
        else if (strcmp(name, "close") == 0) close(atoi(value));
        else if (strcmp(name, "ignore") == 0) set_signal(atoi(value), SIG_IGN);
        else if (strcmp(name, "block") == 0) blocked |= 1ULL << (atoi(value) - 1);
        else if (strcmp(name, "rlimit") == 0) limit(value);
        else if (strcmp(name, "seccomp") == 0) filter(value);
        else if (strcmp(name, "umask") == 0) umask(strtol(value, 0, 8));
        else if (strcmp(name, "cwd") == 0) { if (chdir(value) < 0) fail("cwd", value); }
        else if (strcmp(name, "rmdir") == 0) { if (rmdir(value) < 0) fail("rmdir", value); }
        else if (strcmp(name, "nice") == 0) { errno = 0; if (nice(atoi(value)) == -1 && errno) fail("nice", value); }
        else if (strcmp(name, "timerslack") == 0) prctl(PR_SET_TIMERSLACK, atol(value));
        else if (strcmp(name, "personality") == 0) personality(strtoul(value, 0, 16));
        else if (strcmp(name, "user") == 0) { if (setgroups(0, 0) < 0 || setgid(atoi(value)) < 0 || setuid(atoi(value)) < 0) fail("user", value); }
        else if (strcmp(name, "no-new-privs") == 0) prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        else if (strcmp(name, "oom-score-adj") == 0) {
            int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
            if (write(fd, value, strlen(value)) < 0) fail("oom-score-adj", value);
            close(fd);
        }
        else if (strcmp(name, "pty") == 0) terminal(value);
        else { errno = EINVAL; fail("no such condition:", name); }
        name = value + strlen(value) + 1;
    }
    if (env_count == 0) { env = calloc(1, sizeof(char *)); }
    else env[env_count] = 0;
    set_mask(blocked);
    execvpe(program, args, env);
    fail("exec", program);
}

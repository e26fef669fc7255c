/* entered ADDRESSES PROGRAM ARGUMENT…   prints which of the addresses in a file, a hexadecimal number a line, the program comes to,
                                         in the order of the first time, up to its next execve

   A breakpoint stands at each until it is reached. The program is static and at a fixed place, and its threads end with it. */
#define _GNU_SOURCE
#include <elf.h>
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __x86_64__
typedef uint8_t instruction;
static const instruction breakpoint = 0xcc; /* int3, behind which the program then stands */
#define AT(registers) ((registers).rip)
#define BEHIND 1
#else
typedef uint32_t instruction;
static const instruction breakpoint = 0xd4200000; /* brk #0, on which the program then stands */
#define AT(registers) ((registers).pc)
#define BEHIND 0
#endif

static unsigned long addresses[1 << 17];
static instruction originals[1 << 17];
static size_t count;

static int compare(const void *a, const void *b)
{
    unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;
    return x < y ? -1 : x > y;
}

static void read_addresses(const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file)
        err(1, "%s", path);
    while (count < sizeof addresses / sizeof *addresses && fscanf(file, "%lx%*[^\n]", &addresses[count]) == 1)
        count++;
    fclose(file);
    qsort(addresses, count, sizeof *addresses, compare);
    /* Methods with the same body share one. */
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || addresses[i] != addresses[i - 1])
            addresses[kept++] = addresses[i];
    count = kept;
}

static void place(int memory, size_t i, const instruction *what)
{
    if (pwrite(memory, what, sizeof *what, (off_t)addresses[i]) != sizeof *what)
        err(1, "%#lx cannot be written", addresses[i]);
}

/* Whether the thread stands at a breakpoint, which is then gone. */
static int pass(pid_t thread, int memory)
{
    struct user_regs_struct registers;
    struct iovec where = { &registers, sizeof registers };
    if (ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &where) < 0)
        err(1, "the registers cannot be read");
    unsigned long at = AT(registers) - BEHIND;
    unsigned long *found = bsearch(&at, addresses, count, sizeof *addresses, compare);
    if (!found)
        return 0;
    place(memory, (size_t)(found - addresses), &originals[found - addresses]);
    AT(registers) = at;
    if (ptrace(PTRACE_SETREGSET, thread, NT_PRSTATUS, &where) < 0)
        err(1, "the registers cannot be written");
    printf("%lx\n", at);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        errx(2, "usage: entered ADDRESSES PROGRAM ARGUMENT…");
    read_addresses(argv[1]);
    pid_t child = fork();
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        execv(argv[2], argv + 2);
        _exit(127);
    }
    int status;
    /* It stops behind its execve. */
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
        errx(1, "%s was not started", argv[2]);
    ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACEEXEC | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mem", child);
    int memory = open(path, O_RDWR | O_CLOEXEC);
    if (memory < 0)
        err(1, "%s", path);
    for (size_t i = 0; i < count; i++) {
        if (pread(memory, &originals[i], sizeof originals[i], (off_t)addresses[i]) != sizeof originals[i])
            err(1, "%#lx cannot be read", addresses[i]);
        place(memory, i, &breakpoint);
    }
    pid_t thread = child;
    for (int signal = 0;; signal = WSTOPSIG(status)) {
        if (signal == SIGSTOP || status >> 16 || (signal == SIGTRAP && pass(thread, memory)))
            signal = 0;
        ptrace(PTRACE_CONT, thread, 0, signal);
        thread = waitpid(-1, &status, __WALL);
        if (thread < 0)
            err(1, "waitpid");
        if (status >> 16 == PTRACE_EVENT_EXEC)
            return 0;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (thread == child)
                errx(1, "%s: ended with status %#x", argv[2], status);
            while (!WIFSTOPPED(status))
                if ((thread = waitpid(-1, &status, __WALL)) < 0)
                    err(1, "waitpid");
        }
    }
}

/* What calls answer that a filter can tell apart by their arguments: to a 64-bit program, by int 0x80 to a 32-bit one, with bits
 * above the lower half, and behind the multiplexer. A line for each; none for calls that the kernel does not take. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/io_uring.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call32.h"

static void tell(const char *what, long answer)
{
    printf("%s: %s\n", what, answer < 0 ? strerrorname_np((int)-answer) : "done");
}

static long answer(long value)
{
    return value < 0 ? -errno : value;
}

static void try_family(const char *name, long family, long type)
{
    char what[64];
    snprintf(what, sizeof what, "%s", name);
    tell(what, answer(syscall(SYS_socket, family, type, 0)));
    snprintf(what, sizeof what, "%s with high bits", name);
    tell(what, answer(syscall(SYS_socket, family | 1L << 32, type, 0)));
#ifdef __x86_64__
    if (!has_call32()) return;
    snprintf(what, sizeof what, "%s of 32 bits", name);
    tell(what, call32(359, family, type, 0, 0));
    /* Beyond the first 4 GiB a 32-bit call has no pointers. */
    uint32_t *arguments = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    if (arguments == MAP_FAILED) _exit(125);
    arguments[0] = (uint32_t)family;
    arguments[1] = (uint32_t)type;
    snprintf(what, sizeof what, "%s by socketcall", name);
    tell(what, call32(102, 1, (long)arguments, 0, 0));
#endif
}

int main(void)
{
    try_family("unix", AF_UNIX, SOCK_STREAM);
    try_family("inet", AF_INET, SOCK_STREAM);
    try_family("alg", AF_ALG, SOCK_SEQPACKET);
    try_family("vsock", AF_VSOCK, SOCK_STREAM);
    struct io_uring_params parameters = { 0 };
    tell("io_uring_setup", answer(syscall(SYS_io_uring_setup, 1, &parameters)));
    tell("unshare nothing", answer(syscall(SYS_unshare, 0)));
    tell("unshare user", answer(syscall(SYS_unshare, CLONE_NEWUSER)));
    return 0;
}

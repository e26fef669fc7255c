/* What system calls answer a 64-bit program and, by int 0x80, a 32-bit one, each call directly and behind its multiplexer.
 * A line for each; none for calls that the kernel does not take. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
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

int main(void)
{
    tell("mkdir", answer(mkdir("/tmp/made", 0700)));
    tell("socket", answer(syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0)));
    tell("msgget", answer(syscall(SYS_msgget, 0, 01600)));
    struct io_uring_params parameters = { 0 };
    tell("io_uring_setup", answer(syscall(SYS_io_uring_setup, 1, &parameters)));
#ifdef __x86_64__
    if (!has_call32()) return 0;
    /* Beyond the first 4 GiB a 32-bit call has no pointers. */
    uint32_t *arguments = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    if (arguments == MAP_FAILED) return 125;
    arguments[0] = AF_UNIX;
    arguments[1] = SOCK_STREAM;
    arguments[3] = (uint32_t)(uintptr_t)(arguments + 8);
    tell("32-bit socket", call32(359, AF_UNIX, SOCK_STREAM, 0, 0));
    tell("socketcall socket", call32(102, 1, (long)arguments, 0, 0));
    tell("socketcall socketpair", call32(102, 8, (long)arguments, 0, 0));
    tell("32-bit msgget", call32(399, 0, 01600, 0, 0));
    tell("ipc msgget", call32(117, 13, 0, 01600, 0));
    tell("ipc msgget of version 1", call32(117, 1 << 16 | 13, 0, 01600, 0));
    tell("ipc shmget", call32(117, 23, 0, 4096, 01600));
#endif
    return 0;
}

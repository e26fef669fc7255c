/* What a filter answers to system calls that a program may or may not make: a line for each. Arguments are wrong on purpose,
 * so that the kernel's own answer is EFAULT, EBADF or EINVAL. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void tell(const char *what, long answer)
{
    if (answer >= 0) close((int)answer);
    printf("%s: %s\n", what, answer < 0 ? strerrorname_np(errno) : "done");
}

int main(void)
{
    /* Numbers are the same on each architecture since Linux 5.1. */
    tell("fchmodat2", syscall(452, -1, "", 0, 0));
    tell("mseal", syscall(462, 1, 1, 0));
    tell("open_tree_attr", syscall(467, -1, "", 0, NULL, 0));
    tell("call 999", syscall(999));
    tell("io_uring_setup", syscall(SYS_io_uring_setup, 0, NULL));
    tell("keyctl", syscall(SYS_keyctl, -1L));
    tell("unshare", syscall(SYS_unshare, 0x10000000L));
    tell("clone with a namespace", syscall(SYS_clone, 0x10000000L | 0x40L, NULL, NULL, NULL, NULL));
    tell("userfaultfd", syscall(SYS_userfaultfd, -1L));
    tell("AF_UNIX", syscall(SYS_socket, 1, 1, 0));
    tell("AF_INET", syscall(SYS_socket, 2, 1, 0));
    tell("AF_NETLINK", syscall(SYS_socket, 16, 3, 0));
    tell("AF_ALG", syscall(SYS_socket, 38, 5, 0));
    tell("AF_ALG with a high bit", syscall(SYS_socket, 38 | 1L << 32, 5, 0));
    tell("AF_VSOCK", syscall(SYS_socket, 40, 1, 0));
    return 0;
}

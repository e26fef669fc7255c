namespace OciInterceptor.Rules.Seccomp;

/// <summary>The system calls that a program makes through a ring of io_uring(7), where no filter sees them.</summary>
internal static class IoUring
{
    /// <summary>The calls by which a ring is made and used.</summary>
    internal static ImmutableArray<string> Own { get; } = ["io_uring_setup", "io_uring_enter", "io_uring_register"];

    /// <summary>What rings offer up to Linux 6.18, and the older calls that do the same.</summary>
    internal static ImmutableArray<string> Calls { get; } =
    [
        "accept", "accept4", "bind", "close", "connect", "creat", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "fadvise64",
        "fadvise64_64", "fallocate", "fdatasync", "fgetxattr", "fsetxattr", "fsync", "ftruncate", "ftruncate64", "futex", "futex_time64",
        "futex_wait", "futex_waitv", "futex_wake", "getsockopt", "getxattr", "link", "linkat", "listen", "madvise", "mkdir", "mkdirat",
        "open", "openat", "openat2", "pipe", "pipe2", "pread64", "preadv", "preadv2", "pwrite64", "pwritev", "pwritev2", "read", "readv",
        "recv", "recvfrom", "recvmsg", "rename", "renameat", "renameat2", "rmdir", "send", "sendmsg", "sendto", "setsockopt", "setxattr",
        "shutdown", "socket", "splice", "statx", "symlink", "symlinkat", "sync_file_range", "sync_file_range2", "tee", "unlink",
        "unlinkat", "waitid", "write", "writev",
    ];
}

using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

internal static unsafe partial class Libc
{
    internal const int AT_FDCWD = -100;
    internal const int AT_SYMLINK_NOFOLLOW = 0x100;
    internal const int AT_EMPTY_PATH = 0x1000;
    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;
    internal const int O_CREAT = 0x40;
    internal const int O_EXCL = 0x80;
    internal const int O_APPEND = 0x400;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;
    internal const int O_PATH = 0x200000;
    internal const uint S_IFMT = 0xF000;
    internal const uint S_IFIFO = 0x1000;
    internal const uint S_IFCHR = 0x2000;
    internal const uint S_IFDIR = 0x4000;
    internal const uint S_IFBLK = 0x6000;
    internal const uint S_IFREG = 0x8000;
    internal const uint S_IFLNK = 0xA000;
    internal const uint S_ISUID = 0b100_000_000_000;
    internal const uint S_ISGID = 0b010_000_000_000;
    internal const uint S_ISVTX = 0b001_000_000_000;
    internal const uint S_IRWXU = 0b111_000_000;
    internal const uint S_IRUSR = 0b100_000_000;
    internal const uint S_IWUSR = 0b010_000_000;
    internal const uint S_IXUSR = 0b001_000_000;
    internal const uint S_IRGRP = 0b000_100_000;
    internal const uint S_IWGRP = 0b000_010_000;
    internal const uint S_IXGRP = 0b000_001_000;
    internal const uint S_IROTH = 0b000_000_100;
    internal const uint S_IWOTH = 0b000_000_010;
    internal const uint S_IXOTH = 0b000_000_001;
    internal const int X_OK = 1;
    internal const int W_OK = 2;
    internal const int F_DUPFD = 0;
    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;
    internal const int LOCK_UN = 8;
    internal const int F_GETFD = 1;
    internal const int F_SETFD = 2;
    internal const int F_SETFL = 4;
    internal const int FD_CLOEXEC = 1;
    internal const int F_ADD_SEALS = 1033;
    internal const int F_SEAL_ALL = 0xF; // F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE
    internal const uint MFD_CLOEXEC = 1;
    internal const uint MFD_ALLOW_SEALING = 2;
    internal const uint MFD_EXEC = 0x10;
    internal const int AT_REMOVEDIR = 0x200;
    internal const uint STATX_BASIC_STATS = 0x7FF;
    internal const uint RENAME_NOREPLACE = 1;
    internal const uint RENAME_EXCHANGE = 2;
    internal const ulong RESOLVE_NO_MAGICLINKS = 2;
    internal const int SEEK_SET = 0;
    internal const short POLLIN = 1;
    internal const short POLLOUT = 4;
    internal const short POLLERR = 8;
    internal const nint SYS_openat2 = 437;

    // These differ between x86-64 and arm64.
    internal static int O_NOFOLLOW => IsArm64 ? 0x8000 : 0x20000;

    internal static int O_DIRECTORY => IsArm64 ? 0x4000 : 0x10000;

    [DllImport("libc"), SuppressGCTransition]
    internal static extern nint sendfile(int outFd, int inFd, long* offset, nuint count);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int access(byte* path, int mode);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern nint readlink(byte* path, byte* buffer, nuint size);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern nint readlinkat(int dirfd, byte* path, byte* buffer, nuint size);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int statx(int dirfd, byte* path, int flags, uint mask, FileStatus* status);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int openat(int dirfd, byte* path, int flags, uint mode);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern nint read(int fd, byte* buffer, nuint count);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern nint write(int fd, byte* buffer, nuint count);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int close(int fd);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int fcntl(int fd, int command, nint argument);

    [DllImport("libc")]
    internal static extern int flock(int fd, int operation);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern long lseek(int fd, long offset, int whence);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int chmod(byte* path, uint mode);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int fchmod(int fd, uint mode);

    [DllImport("libc")]
    internal static extern int fsync(int fd);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int fchown(int fd, uint owner, uint group);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int renameat(int oldDirfd, byte* oldPath, int newDirfd, byte* newPath);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int unlinkat(int dirfd, byte* path, int flags);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int linkat(int oldDirfd, byte* oldPath, int newDirfd, byte* newPath, int flags);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int symlinkat(byte* target, int dirfd, byte* path);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int mkdir(byte* path, uint mode);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int mkdirat(int dirfd, byte* path, uint mode);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern nint flistxattr(int fd, byte* list, nuint size);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern nint fgetxattr(int fd, byte* name, byte* value, nuint size);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int fsetxattr(int fd, byte* name, byte* value, nuint size, int flags);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int fremovexattr(int fd, byte* name);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int memfd_create(byte* name, uint flags);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int isatty(int fd);

    internal const nuint TIOCGWINSZ = 0x5413;

    // ioctl_tty(2); the argument is a struct winsize: rows, columns, and two numbers of pixels, two bytes each.
    [DllImport("libc"), SuppressGCTransition]
    internal static extern int ioctl(int fd, nuint request, ushort* size);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int renameat2(int oldDirfd, byte* oldPath, int newDirfd, byte* newPath, uint flags);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int pipe2(int* fds, int flags);

    // It waits until the kernel has gathered enough randomness, shortly after the machine's start.
    [DllImport("libc")]
    internal static extern nint getrandom(void* buffer, nuint size, uint flags);

    [DllImport("libc")]
    internal static extern int poll(PollDescriptor* descriptors, nuint count, int timeout);
}

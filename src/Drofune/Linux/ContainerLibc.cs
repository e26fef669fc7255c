using System.Runtime.InteropServices;
using OciInterceptor.Linux;

namespace Drofune.Linux;

/// <summary>
/// The C library's functions that make and enter containers, named and typed as in their man pages; those that the
/// interceptor needs as well are in <see cref="Libc"/>. Functions that may block let the garbage collector run.
/// </summary>
internal static unsafe class ContainerLibc
{
    internal const int CLONE_FS = 0x200;
    internal const int CLONE_NEWNS = 0x20000;
    internal const int CLONE_NEWUTS = 0x4000000;
    internal const int CLONE_NEWIPC = 0x8000000;
    internal const int CLONE_NEWPID = 0x20000000;

    internal const nuint MS_RDONLY = 1;
    internal const nuint MS_NOSUID = 2;
    internal const nuint MS_NODEV = 4;
    internal const nuint MS_NOEXEC = 8;
    internal const nuint MS_REMOUNT = 0x20;
    internal const nuint MS_BIND = 0x1000;
    internal const nuint MS_REC = 0x4000;
    internal const nuint MS_PRIVATE = 0x40000;
    internal const int MNT_DETACH = 2;

    internal const int PR_SET_PDEATHSIG = 1;
    internal const int PR_CAPBSET_DROP = 24;
    internal const int PR_CAP_AMBIENT = 47;
    internal const nuint PR_CAP_AMBIENT_CLEAR_ALL = 4;

    internal const int F_OFD_GETLK = 36;
    internal const int F_OFD_SETLK = 37;
    internal const int F_GET_SEALS = 1034;

    // Without wrappers in the C library; x86-64 and arm64 differ.
    internal static nint SYS_pivot_root => Libc.IsArm64 ? 41 : 155;

    internal static nint SYS_capget => Libc.IsArm64 ? 90 : 125;

    internal static nint SYS_capset => Libc.IsArm64 ? 91 : 126;

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int setns(int fd, int type);

    [DllImport("libc")]
    internal static extern int mount(byte* source, byte* target, byte* type, nuint flags, byte* data);

    [DllImport("libc")]
    internal static extern int umount2(byte* target, int flags);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int chroot(byte* path);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int chdir(byte* path);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int fchdir(int fd);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int ftruncate(int fd, long length);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int sigprocmask(int how, SignalSet* set, SignalSet* old);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern nint signal(int number, nint handler);

    [DllImport("libc")]
    internal static extern int sigwaitinfo(SignalSet* set, SignalInfo* info);
}

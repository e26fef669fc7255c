using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

internal static unsafe partial class Libc
{
    internal const uint AT_EXECFN = 31;
    internal const int CLOCK_MONOTONIC = 1;
    internal const int P_ALL = 0;
    internal const int P_PID = 1;
    internal const int WNOHANG = 1;
    internal const int WEXITED = 4;
    internal const int WNOWAIT = 0x1000000;
    internal const short POSIX_SPAWN_SETPGROUP = 0x02;
    internal const short POSIX_SPAWN_SETSIGDEF = 0x04;
    internal const short POSIX_SPAWN_SETSIGMASK = 0x08;
    internal const short POSIX_SPAWN_SETSID = 0x80;
    internal const int PR_CAPBSET_READ = 23;
    internal const int PR_SET_CHILD_SUBREAPER = 36;
    internal const int PR_GET_CHILD_SUBREAPER = 37;
    internal const int PR_SET_NO_NEW_PRIVS = 38;
    internal const int CLONE_FILES = 0x400;
    internal const int RLIMIT_STACK = 3;
    internal const int RLIMIT_NPROC = 6;
    internal const int RLIMIT_NOFILE = 7;
    internal const nint SYS_pidfd_open = 434;

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int execve(byte* path, byte** argv, byte** envp);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int fexecve(int fd, byte** argv, byte** envp);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern void _exit(int status);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern uint geteuid();

    [DllImport("libc"), SuppressGCTransition]
    internal static extern uint getegid();

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int getpid();

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int clearenv();

    /// <param name="clock">Which one.</param>
    /// <param name="time">A struct timespec: seconds and nanoseconds, eight bytes each.</param>
    [DllImport("libc"), SuppressGCTransition]
    internal static extern int clock_gettime(int clock, long* time);

    /// <summary>What the kernel told this process at its start (getauxval(3)).</summary>
    [DllImport("libc"), SuppressGCTransition]
    internal static extern nuint getauxval(nuint type);

    [DllImport("libc")]
    internal static extern int waitpid(int pid, int* status, int options);

    [DllImport("libc")]
    internal static extern int posix_spawn(int* pid, byte* path, void* fileActions, void* attributes, byte** argv, byte** envp);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int posix_spawn_file_actions_init(void* fileActions);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int posix_spawn_file_actions_adddup2(void* fileActions, int fd, int newFd);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int posix_spawn_file_actions_addopen(void* fileActions, int fd, byte* path, int flags, uint mode);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int posix_spawn_file_actions_destroy(void* fileActions);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int posix_spawnattr_init(void* attributes);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int posix_spawnattr_setflags(void* attributes, short flags);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int posix_spawnattr_setsigmask(void* attributes, SignalSet* mask);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int posix_spawnattr_setsigdefault(void* attributes, SignalSet* defaults);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int posix_spawnattr_destroy(void* attributes);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int waitid(int type, uint id, SignalInfo* info, int options);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int prlimit(int pid, int resource, Rlimit64* @new, Rlimit64* old);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int unshare(int flags);
}

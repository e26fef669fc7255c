using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

internal static unsafe partial class Libc
{
    internal const int SIGHUP = 1;
    internal const int SIGINT = 2;
    internal const int SIGQUIT = 3;
    internal const int SIGFPE = 8;
    internal const int SIGKILL = 9;
    internal const int SIGUSR1 = 10;
    internal const int SIGSEGV = 11;
    internal const int SIGUSR2 = 12;
    internal const int SIGPIPE = 13;
    internal const int SIGTERM = 15;
    internal const int SIGCHLD = 17;
    internal const int SIGXFSZ = 25;
    internal const int SIGWINCH = 28;
    internal const nint SIG_DFL = 0;
    internal const nint SIG_IGN = 1;
    internal const int SIG_BLOCK = 0;
    internal const int SIG_SETMASK = 2;
    internal const int SA_SIGINFO = 4;
    internal const int SA_RESTART = 0x10000000;
    internal const nint SYS_pidfd_send_signal = 424;

    internal static nint SYS_rt_sigaction => IsArm64 ? 134 : 13;

    internal static nint SYS_rt_sigprocmask => IsArm64 ? 135 : 14;

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int kill(int pid, int signal);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int sigaction(int signal, SignalAction* action, SignalAction* old);
}

using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Linux;

/// <summary>Does something in a thread that ends afterwards, in circumstances that are this thread's alone.</summary>
internal static unsafe class OwnThread
{
    private const int SetSeccomp = 22;
    private const int Filter = 2;

    /// <summary>With a table of descriptors of its own (CLONE_FILES, unshare(2)): what is opened and closed is so here alone.</summary>
    internal static void WithOwnDescriptors(Action action) => Run(() =>
    {
        Errno.Check(Libc.unshare(Libc.CLONE_FILES));
        action();
    });

    /// <summary>Where a system call fails (seccomp(2)); with <paramref name="bits"/>, only where one of them is set in an argument.</summary>
    internal static void WhereFails(nint call, int error, Action action, int argument = 0, uint bits = 0) => Run(() =>
    {
        var program = stackalloc ulong[]
        {
            Instruction(0x20, 0), // the call's number
            Instruction(0x15, (uint)call, no: bits == 0 ? (byte)1 : (byte)3),
            Instruction(bits == 0 ? (ushort)0x06 : (ushort)0x20, bits == 0 ? 0x50000 | (uint)error : 16 + 8 * (uint)argument),
            Instruction(bits == 0 ? (ushort)0x06 : (ushort)0x45, bits == 0 ? 0x7FFF0000 : bits, no: bits == 0 ? (byte)0 : (byte)1),
            Instruction(0x06, 0x50000 | (uint)error),
            Instruction(0x06, 0x7FFF0000),
        };
        var filter = stackalloc nint[] { 6, (nint)program };
        Errno.Check(Libc.prctl(Libc.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        Errno.Check(Libc.prctl(SetSeccomp, Filter, (nuint)filter, 0, 0));
        action();
    });

    /// <summary>Does something that waits, and interrupts it with a signal that has a handler (EINTR, signal(7)), some times.</summary>
    internal static void Interrupted(Action action)
    {
        var id = 0;
        // .NET's own handler goes on with what waits: here it does not.
        using var handler = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => { });
        Errno.Check(siginterrupt(Libc.SIGWINCH, 1));
        ExceptionDispatchInfo? failure = null;
        var waiting = new Thread(() =>
        {
            Volatile.Write(ref id, (int)Libc.syscall(Call(186, 178), 0, 0, 0, 0));
            try
            {
                action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        waiting.Start();
        while (waiting.IsAlive)
        {
            Thread.Sleep(20);
            if (Volatile.Read(ref id) is var thread and not 0)
            {
                Libc.syscall(Call(234, 131), Libc.getpid(), thread, Libc.SIGWINCH, 0);
            }
        }
        failure?.Throw();
    }

    [DllImport("libc")]
    private static extern int siginterrupt(int signal, int interrupts);

    /// <summary>A system call's number on x86-64 and on arm64.</summary>
    internal static nint Call(int x64, int arm64) => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? arm64 : x64;

    /// <summary>Makes a descriptor the given one as well.</summary>
    internal static void Duplicate(int from, int to) => Errno.Check(Libc.syscall(Call(292, 24), from, to, 0, 0));

    /// <summary>The descriptor that the next file would get.</summary>
    internal static int Lowest()
    {
        var fd = Libc.fcntl(2, Libc.F_DUPFD, 0);
        Errno.Check(fd);
        Errno.Check(Libc.close(fd));
        return fd;
    }

    internal static void Run(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    // struct sock_filter: code, steps if true and if false, operand.
    private static ulong Instruction(ushort code, uint operand, byte no = 0) => code | ((ulong)no << 24) | ((ulong)operand << 32);
}

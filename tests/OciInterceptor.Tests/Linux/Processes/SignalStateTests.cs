using System.Globalization;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux.Processes;

/// <summary>Against what the kernel tells of this thread (/proc/thread-self/status). What is restored before an exec, the witness looks at.</summary>
[Collection(nameof(SignalState))]
public sealed unsafe class SignalStateTests
{
    [Fact]
    public void Signals_are_captured_as_the_kernel_has_them()
    {
        OwnThread.Run(() =>
        {
            var blocked = SignalSet.Bit(Libc.SIGUSR1) | SignalSet.Bit(40) | SignalSet.Bit(64);
            Libc.syscall(Libc.SYS_rt_sigprocmask, Libc.SIG_BLOCK, (nint)(&blocked), 0, 8);

            SignalState.Capture();

            SignalState.Mask.Should().Be(Status("SigBlk")).And.NotBe(0);
            // What is ignored once stays so: others may have ignored more before, as SIGXFSZ.
            (SignalState.Ignored & Status("SigIgn")).Should().Be(SignalState.Touched & Status("SigIgn")).And.NotBe(0);
            (SignalState.Ignored & ~SignalState.Touched).Should().Be(0);
        });
        SignalState.Capture();
    }

    [Fact]
    public void The_signals_that_are_read_and_restored_are_those_that_something_here_sets() =>
        Enumerable.Range(1, 64).Where(signal => (SignalState.Touched & SignalSet.Bit(signal)) != 0)
            .Should().Equal(Libc.SIGFPE, Libc.SIGSEGV, Libc.SIGPIPE, Libc.SIGCHLD, Libc.SIGXFSZ, 32, 33, 34);

    private static ulong Status(string name) =>
        ulong.Parse(File.ReadLines("/proc/thread-self/status").Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

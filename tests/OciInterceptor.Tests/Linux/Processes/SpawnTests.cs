using System.Globalization;
using System.Text;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux.Processes;

public sealed unsafe class SpawnTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_program_leads_a_group_or_a_session_if_it_is_told_to(bool group, bool session)
    {
        var ours = File.ReadAllText("/proc/self/stat").Split(' ')[^48..];

        var (pid, said) = Said("read -r line </proc/self/stat; echo \"$line\"", SpawnOptions.Clean with { HasOwnGroup = group, HasOwnSession = session });

        // From the end: a name may have blanks.
        var its = said.TrimEnd('\n').Split(' ')[^48..];
        its[0].Should().Be(group || session ? pid.ToString(CultureInfo.InvariantCulture) : ours[0]);
        its[1].Should().Be(session ? pid.ToString(CultureInfo.InvariantCulture) : ours[1]);
    }

    /// <summary>.NET itself ignores SIGPIPE.</summary>
    [Fact]
    public void Signals_are_blocked_and_ignored_as_it_is_told() => OwnThread.Run(() =>
    {
        var blocked = SignalSet.Bit(Libc.SIGUSR1) | SignalSet.Bit(Libc.SIGTERM);
        Libc.syscall(Libc.SYS_rt_sigprocmask, Libc.SIG_BLOCK, (nint)(&blocked), 0, 8);

        Signals(SpawnOptions.Clean).Should().Be((0, 0));
        Signals(new SpawnOptions { BlockedSignals = SignalSet.Bit(Libc.SIGUSR2), DefaultSignals = ~0UL }).Should().Be((SignalSet.Bit(Libc.SIGUSR2), 0));
        Signals(new SpawnOptions { DefaultSignals = ~SignalSet.Bit(Libc.SIGPIPE) }).Should().Be((0, SignalSet.Bit(Libc.SIGPIPE)));
    });

    [Fact]
    public void As_it_was_called_is_as_the_caller_handed_the_signals_down()
    {
        (SpawnOptions.AsCalled.BlockedSignals, SpawnOptions.AsCalled.DefaultSignals).Should().Be((SignalState.Mask, SignalState.Touched & ~SignalState.Ignored));
        (SpawnOptions.AsCalled.HasOwnGroup, SpawnOptions.AsCalled.HasOwnSession).Should().Be((false, false));
    }

    [Fact]
    public void A_descriptor_is_given_as_another_or_is_of_nothing()
    {
        using var pipe = new Pipe();
        pipe.Writing.WriteAll("given\n"u8);

        Said("cat; read -r line <&5; echo $line", SpawnOptions.Clean, (pipe.Reading.Fd(), 5)).Text.Should().Be("given\n");
    }

    [Fact]
    public void What_cannot_be_started_is_an_error() =>
        FluentActions.Invoking(() => Spawn.Start("/no/such/program", CStringArray.Of(["x"]), CStringArray.Of([]), SpawnOptions.Clean))
            .Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);

    private static (ulong Blocked, ulong Ignored) Signals(SpawnOptions options)
    {
        var said = Said("exec cat /proc/self/status", options).Text;
        return (Set("SigBlk"), Set("SigIgn"));

        ulong Set(string name) => ulong.Parse(said.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static (int Pid, string Text) Said(string script, SpawnOptions options, params (int, int)[] descriptors)
    {
        using var output = new Pipe();
        var pid = Spawn.Start("/bin/sh", CStringArray.Of(["sh", "-c", script]), CStringArray.Of(["PATH=/usr/bin:/bin"]), options, [(-1, 0), (output.Writing.Fd(), 1), .. descriptors]);
        output.Writing.Dispose();
        Wait.For(pid).ExitCode.Should().Be(0);
        return (pid, Encoding.UTF8.GetString(output.Reading.ReadToEnd(1 << 16)!));
    }
}

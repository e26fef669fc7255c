using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux.Processes;

public sealed unsafe class WaitTests
{
    [Theory]
    [InlineData("exit 0", 0, 0, 0)]
    [InlineData("exit 3", 3, 0, 3)]
    [InlineData("exit 255", 255, 0, 255)]
    [InlineData("kill -KILL $$", null, 9, 137)]
    [InlineData("kill -TERM $$", null, 15, 143)]
    public void A_status_says_how_a_process_ended(string script, int? exitCode, int signal, int shellCode)
    {
        var status = Wait.For(Started(script));

        (status.ExitCode, status.Signal, status.ShellCode).Should().Be((exitCode, signal, shellCode));
    }

    [Fact]
    public void A_signal_does_not_end_the_wait() => OwnThread.Interrupted(() =>
        Wait.For(Spawn.Start("/bin/sh", CStringArray.Of(["sh", "-c", "/bin/sleep 0.3; exit 7"]), CStringArray.Of([]), SpawnOptions.Clean)).ExitCode.Should().Be(7));

    [Fact]
    public void A_core_dump_is_no_part_of_the_signal() => new WaitStatus(0x80 | 11).Signal.Should().Be(11);

    [Fact]
    public void To_ask_whether_a_child_has_ended_does_not_reap_it()
    {
        var pid = Started("read line");
        Wait.HasEnded(pid).Should().BeFalse();
        _ = Libc.kill(pid, Libc.SIGKILL);
        SpinWait.SpinUntil(() => Wait.HasEnded(pid), TimeLimit.OfAProgram).Should().BeTrue();

        Wait.HasChildren().Should().BeTrue();
        Wait.For(pid).Signal.Should().Be(Libc.SIGKILL);
    }

    [Fact]
    public void One_that_is_no_child_is_an_error()
    {
        FluentActions.Invoking(() => Wait.For(1)).Should().Throw<IOException>().WithMessage("No child processes");
        FluentActions.Invoking(() => Wait.HasEnded(1)).Should().Throw<IOException>().WithMessage("No child processes");
    }

    // The pipe's writer stays open here, so that reading from it waits.
    private static int Started(string script)
    {
        using var input = new OciInterceptor.Linux.Files.Pipe();
        var pid = Spawn.Start("/bin/sh", CStringArray.Of(["sh", "-c", $"{script}; exit 1"]), CStringArray.Of([]), SpawnOptions.Clean, ((int)input.Reading.DangerousGetHandle(), 0), ((int)input.Writing.DangerousGetHandle(), 5));
        return pid;
    }
}

using System.Text;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>The harness itself: a test is worth what its tools are.</summary>
public sealed class HarnessTests
{
    [Fact]
    public void A_command_returns_its_exit_code_and_both_outputs()
    {
        var result = new Command("sh", "-c", "echo out; echo err >&2; exit 42").Run();
        result.ExitCode.Should().Be(42);
        result.OutputText.Should().Be("out\n");
        result.ErrorText.Should().Be("err\n");
    }

    [Fact]
    public void A_command_carries_bytes_that_are_not_text()
    {
        byte[] odd = [0xff, 0xfe, (byte)'x'];
        var result = new Command("sh", "-c", "printf %s \"$1\"; printf %s \"$ODD\"", "sh").Plus(odd)
            .With(Condition.EnvironmentEntry([.. Encoding.ASCII.GetBytes("ODD="), .. odd])).Run();
        result.Output.Should().Equal([.. odd, .. odd]);
    }

    [Fact]
    public void A_command_that_hangs_is_killed_and_fails() =>
        new Command("sleep", "100") { Timeout = TimeSpan.FromSeconds(1) }.Invoking(c => c.Run()).Should().Throw<TimeoutException>();

    [Fact]
    public void A_terminal_shows_what_was_written_to_it() =>
        new Command("tty").With(Condition.Terminal("plain")).Run().Succeeded().OutputText.Should().StartWith("/dev/pts/");

    [Fact]
    public void A_bundle_of_busybox_runs()
    {
        using var scratch = new Scratch();
        var bundle = Bundle.Runnable(scratch, ["sh", "-c", "cat /etc/hosts; exit 42"]);
        foreach (var name in new[] { "runc", "crun" })
            new ContainerRuntime(name, scratch).Direct("run", "--bundle", bundle.Path, "oi-" + name).Run().Exited(42).OutputText.Should().Be("before\n");
    }
}

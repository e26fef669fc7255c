using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

[Collection(DockerSuite.Name)]
public sealed class ContainerTests(DockerDaemons docker)
{
    [Theory, EveryRoute]
    public void Output_and_exit_code_come_back(Route route)
    {
        var result = docker[route].Run(42, "echo out; echo err >&2; exit 42");
        result.OutputText.Should().Be("out\n");
        result.ErrorText.Should().Be("err\n");
    }

    [Theory, EveryRoute]
    public void Standard_input_reaches_the_container(Route route)
    {
        var input = docker.Files.Write("input", "one\ntwo\n");
        var command = docker[route].Prepare("cat", "--interactive").With(Condition.Input(input));
        docker[route].Daemon.Exited(0, command).OutputText.Should().Be("one\ntwo\n");
    }

    [Theory, EveryRoute]
    public void A_signal_reaches_the_container(Route route)
    {
        using var container = docker[route].Start($"trap 'echo caught; exit 7' USR1; {Container.Wait}").Says("ready");
        container.Docker("kill", "--signal", "USR1");
        container.ExitCode().Should().Be(7);
        container.Logs.Should().Be("ready\ncaught\n");
    }

    [Theory, EveryRoute]
    public void Stop_lets_the_container_end_by_itself(Route route)
    {
        using var container = docker[route].Start($"trap 'echo ending; exit 8' TERM; {Container.Wait}").Says("ready");
        container.Docker("stop", "--time", $"{TimeLimit.Seconds(TimeLimit.OfAProgram)}");
        container.ExitCode().Should().Be(8);
        container.Logs.Should().Be("ready\nending\n");
    }

    [Theory, EveryRoute]
    public void Stop_kills_a_container_that_does_not_listen(Route route)
    {
        using var container = docker[route].Start($"trap '' TERM; {Container.Wait}").Says("ready");
        container.Docker("stop", "--time", "1");
        container.ExitCode().Should().Be(137);
    }

    [Theory, EveryRoute]
    public void A_container_can_be_restarted(Route route)
    {
        using var container = docker[route].Start($"trap 'exit 0' TERM; n=$(cat /count 2>&-)1; echo $n > /count; echo $n; {Container.Wait}").Says("1");
        container.Docker("restart");
        container.Says("11");
    }

    [Theory, EveryRoute]
    public void A_container_can_be_paused_looked_at_and_changed(Route route)
    {
        using var container = docker[route].Start($"touch /new; {Container.Wait}", "--memory", "64m").Says("ready");
        container.Docker("pause");
        container.Inspect("{{.State.Status}}").Should().Be("paused");
        container.Docker("unpause");
        // dockerd may hear only now from containerd that it was paused, and then believes that for a moment.
        Eventually.Holds("the container runs", () => container.Inspect("{{.State.Status}}") == "running");
        container.Docker("top").OutputText.Should().Contain("sleep 0.05");
        container.Docker("diff").OutputText.Should().Contain("A /new");
        // The only call of Docker that hands the runtime something on its standard input.
        container.Docker("update", "--memory", "32m", "--memory-swap", "64m");
        container.Exec(0, "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>&-; true").OutputText.Should().Be("33554432\n");
    }

    [Theory, EveryRoute]
    public void A_terminal_works(Route route)
    {
        var command = docker[route]
            .Prepare("tty; until [ \"$(stty size 2>/dev/null)\" = '33 101' ]; do sleep 0.05; done; echo sized; exit 42", "--tty", "--interactive")
            .With(Condition.Terminal("plain"));
        docker[route].Daemon.Exited(42, command).OutputText.Should().Be("/dev/pts/0\r\nsized\r\n");
    }

    [Theory, EveryRoute]
    public void An_init_process_stands_before_the_command(Route route) =>
        docker[route].Run(42, "cat /proc/1/comm; echo $$; exit 42", "--init").OutputText.Should().MatchRegex("^docker-init\n[1-9][0-9]*\n$");

    [Theory, EveryRoute]
    public void A_read_only_container_works(Route route) =>
        docker[route].Run(1, "grep -c ' / ro,' /proc/self/mountinfo; touch /new", "--read-only").OutputText.Should().Be("1\n");

    [Theory]
    [InlineData(127, "no-such-command")]
    [InlineData(126, "/etc")]
    [InlineData(127, "true", "--workdir", "/proc/self/none")]
    [InlineData(125, "true", "--volume", "/etc/passwd:/proc/version")]
    public void An_error_of_the_real_runtime_is_shown_as_it_is(int exitCode, string command, params string[] options)
    {
        var direct = Error(docker[Route.Runc]);
        direct.Should().NotBeEmpty();
        Error(docker[RegisteredRuntimes.NoFlags]).Should().Be(direct);
        Error(docker[RegisteredRuntimes.ReadonlyNetworkFiles]).Should().Be(direct);

        // The client may add lines about its own end.
        string Error(DockerRuntime runtime) =>
            Look.Normalised(ClientLog.Without(runtime.RunCommand(exitCode, [command], options).ErrorText).Split('\n')[0]);
    }
}

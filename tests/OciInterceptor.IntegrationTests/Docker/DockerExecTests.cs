using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

[Collection(DockerSuite.Name)]
public sealed class DockerExecTests(DockerDaemons docker)
{
    [Theory, EveryRoute]
    public void Output_and_exit_code_come_back(Route route)
    {
        using var container = docker[route].Start(Container.Wait);
        var result = container.Exec(42, "echo out; echo err >&2; exit 42");
        result.OutputText.Should().Be("out\n");
        result.ErrorText.Should().Be("err\n");
    }

    [Theory, EveryRoute]
    public void Its_own_user_directory_and_environment_hold(Route route)
    {
        using var container = docker[route].Start(Container.Wait, "--env", "A=container", "--env", "B=container");
        container.Exec(0, "id -u; pwd; echo $A $B $IMAGE", "--user", "1000", "--workdir", "/tmp", "--env", "B=exec").OutputText
            .Should().Be("1000\n/tmp\ncontainer exec from-image\n");
    }

    [Theory, EveryRoute]
    public void Standard_input_reaches_it(Route route)
    {
        using var container = docker[route].Start(Container.Wait);
        var input = docker.Files.Write("exec-input", "one\ntwo\n");
        var command = container.PrepareExec("cat", "--interactive").With(Condition.Input(input));
        docker[route].Daemon.Exited(0, command).OutputText.Should().Be("one\ntwo\n");
    }

    [Theory, EveryRoute]
    public void A_terminal_works(Route route)
    {
        using var container = docker[route].Start(Container.Wait);
        var command = container
            .PrepareExec("tty; until [ \"$(stty size 2>/dev/null)\" = '33 101' ]; do sleep 0.05; done; echo sized; exit 42", "--tty", "--interactive")
            .With(Condition.Terminal("plain"));
        docker[route].Daemon.Exited(42, command).OutputText.Should().Be("/dev/pts/0\r\nsized\r\n");
    }

    [Fact]
    public void An_error_of_the_real_runtime_is_shown_as_it_is()
    {
        using var direct = docker[Route.Runc].Start(Container.Wait);
        using var intercepted = docker[Route.NamedRuntime].Start(Container.Wait);
        var error = Error(direct);
        // Docker reads the exit code out of runc's words, which are others in newer releases.
        error.ExitCode.Should().BeOneOf(126, 127);
        error.OutputText.Should().Contain("/none");
        Error(intercepted).Should().Be(error);

        (int ExitCode, string OutputText, string ErrorText) Error(Container container)
        {
            var result = container.PrepareExec("true", "--workdir", "/proc/self/none").Run();
            return (result.ExitCode, result.OutputText, result.ErrorText);
        }
    }
}

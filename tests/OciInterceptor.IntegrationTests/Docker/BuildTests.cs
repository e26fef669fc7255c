using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>`docker build` with the legacy builder, which uses the default runtime and no other.</summary>
[Collection(DockerSuite.Name)]
public sealed class BuildTests(DockerDaemons docker)
{
    [Theory]
    [InlineData(Route.Runc, "rw")]
    [InlineData(Route.DefaultRuntime, "ro")]
    public void A_step_runs_by_the_default_runtime(Route route, string mode)
    {
        var file = docker.Files.Write("Dockerfile", $"""
            FROM {BusyboxImage.Name}
            ENV STEP=two
            RUN grep ' /etc/hosts ' /proc/self/mountinfo | cut -d' ' -f6 > /seen && echo $STEP >> /seen
            RUN cat /seen
            """);
        var daemon = docker[route].Daemon;
        Build(daemon, file, "built:1", 0);
        daemon.Docker("run", "--rm", "built:1", "cat", "/seen").OutputText.Should().Be($"{mode},relatime\ntwo\n");
        daemon.Docker("rmi", "built:1");
    }

    [Theory]
    [InlineData(Route.Runc)]
    [InlineData(Route.DefaultRuntime)]
    public void A_failing_step_fails_the_build_with_its_code(Route route)
    {
        var file = docker.Files.Write("Dockerfile", $"FROM {BusyboxImage.Name}\nRUN exit 42\n");
        Build(docker[route].Daemon, file, "failed:1", 42);
        docker[route].Daemon.Docker("images", "--quiet", "failed:1").OutputText.Should().BeEmpty();
    }

    private static CommandResult Build(DockerDaemon daemon, string file, string tag, int exitCode) =>
        daemon.Exited(exitCode, daemon.Command("build", "--no-cache", "--tag", tag, "-").With(Condition.Input(file)));
}

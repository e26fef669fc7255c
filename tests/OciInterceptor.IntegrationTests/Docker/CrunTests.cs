using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>Docker with crun behind the interceptor, on a daemon that sees one cgroup version only.</summary>
[Collection(DockerSuite.Name)]
public sealed class CrunTests(DockerDaemons docker)
{
    [Theory]
    [InlineData(RegisteredRuntimes.Crun, 1)]
    [InlineData(RegisteredRuntimes.PlainCrun, 0)]
    public void Containers_run_stop_and_take_exec(string runtime, int readOnly)
    {
        using var scratch = new Scratch();
        using var daemon = new DockerDaemon(scratch.MakeDirectory("crun"), docker.Runtimes, docker.Image, pureCgroupV1: true);
        var crun = new DockerRuntime(daemon, runtime);
        crun.Run(42, "grep -c ' /etc/hosts ro,' /proc/self/mountinfo; exit 42").OutputText.Should().Be($"{readOnly}\n");
        using var container = crun.Start($"trap 'exit 8' TERM; {Container.Wait}").Says("ready");
        container.Exec(7, "exit 7");
        container.Docker("stop", "--time", $"{TimeLimit.Seconds(TimeLimit.OfAProgram)}");
        container.ExitCode().Should().Be(8);
    }
}

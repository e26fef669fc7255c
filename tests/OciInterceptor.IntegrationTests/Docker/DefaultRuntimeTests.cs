namespace OciInterceptor.IntegrationTests.Docker;

[Collection(DockerSuite.Name)]
public sealed class DefaultRuntimeTests(DockerDaemons docker)
{
    private const string Count = "grep -c ' /etc/hosts ro,' /proc/self/mountinfo; true";

    [Fact]
    public void A_running_daemon_changes_over_by_a_reload_and_back()
    {
        using var before = docker[Route.Runc].Start(Container.Wait);
        docker.Plain.ReloadWithDefaultRuntime(RegisteredRuntimes.ReadonlyNetworkFiles);
        try
        {
            docker[Route.Runc].Run(0, Count).OutputText.Should().Be("1\n");
            before.Exec(0, Count).OutputText.Should().Be("0\n");
            before.Docker("restart", "--time", "0");
            before.Exec(0, Count).OutputText.Should().Be("0\n", "a container keeps the runtime that it was created with");
        }
        finally
        {
            docker.Plain.ReloadWithDefaultRuntime(RegisteredRuntimes.Runc);
        }
        docker[Route.Runc].Run(0, Count).OutputText.Should().Be("0\n");
    }

    [Fact]
    public void A_user_who_may_name_a_runtime_goes_around_the_default() =>
        (docker[Route.DefaultRuntime] with { Name = RegisteredRuntimes.Runc }).Run(0, Count).OutputText.Should().Be("0\n");

    [Fact]
    public void A_path_is_no_name_of_a_runtime()
    {
        var program = docker.Files.WriteScript("named-by-path", $": >{docker.Files["was-run"]}");
        docker.Plain.Exited(125, docker.Plain.Command("run", "--rm", "--runtime", program, BusyboxImage.Name, "true"));
        File.Exists(docker.Files["was-run"]).Should().BeFalse();
    }

    [Fact]
    public void The_daemon_reads_the_version_of_the_real_runtime_through_the_interceptor()
    {
        var throughInterceptor = Version(docker[Route.DefaultRuntime].Daemon);
        throughInterceptor.Should().NotBeEmpty().And.Be(Version(docker.Plain));

        static string Version(DockerDaemon daemon) => daemon.Docker("info", "--format", "{{.RuncCommit.ID}}").OutputText.Trim();
    }
}

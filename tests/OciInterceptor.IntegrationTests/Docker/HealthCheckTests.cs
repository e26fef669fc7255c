namespace OciInterceptor.IntegrationTests.Docker;

[Collection(DockerSuite.Name)]
public sealed class HealthCheckTests(DockerDaemons docker)
{
    private static readonly string[] _options = ["--health-cmd", "echo checked >> /checks", "--health-interval", "100ms"];

    [Theory, EveryRoute]
    public void A_container_becomes_healthy_and_its_runtime_log_stays_empty(Route route)
    {
        using var container = docker[route].Start(Container.Wait, _options);
        WaitForChecks(container, 3);
        container.Inspect("{{.State.Health.Status}}").Should().Be("healthy");
        Log(container, docker[route].Daemon).Should().BeEmpty();
    }

    [Theory]
    [InlineData(RegisteredRuntimes.Environment)]
    [InlineData(RegisteredRuntimes.Debug)]
    public void The_runtime_log_stays_empty_also_where_each_check_is_edited_or_recorded(string runtime)
    {
        using var container = docker[runtime].Start(Container.Wait, _options);
        WaitForChecks(container, 3);
        Log(container, docker.Plain).Should().BeEmpty();
    }

    [Fact]
    public void A_runtime_that_writes_its_log_at_each_check_would_be_seen()
    {
        using var container = docker[RegisteredRuntimes.Chatty].Start(Container.Wait, _options);
        WaitForChecks(container, 3);
        Log(container, docker.Plain).Should().NotBeEmpty();
    }

    [Theory, EveryRoute]
    public void A_container_whose_check_fails_becomes_unhealthy(Route route)
    {
        using var container = docker[route].Start(Container.Wait, "--health-cmd", "echo no; exit 1", "--health-interval", "100ms", "--health-retries", "2");
        Eventually.Holds("the container is unhealthy", () => container.Inspect("{{.State.Health.Status}}") == "unhealthy");
        container.Inspect("{{(index .State.Health.Log 0).Output}}").Should().Be("no");
    }

    private static void WaitForChecks(Container container, int count) =>
        Eventually.Holds($"{count} health checks were made", () => container.Inspect("{{len .State.Health.Log}}") is var n && int.Parse(n) >= count);

    // runc makes the file when it has something to say.
    private static string Log(Container container, DockerDaemon daemon) =>
        daemon.RuntimeLog(container.Id) is var file && File.Exists(file) ? File.ReadAllText(file) : "";
}

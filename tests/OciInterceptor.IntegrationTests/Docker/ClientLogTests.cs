namespace OciInterceptor.IntegrationTests.Docker;

public sealed class ClientLogTests
{
    private const string Answer = "docker: Error response from daemon: at time=\"1\"\n";
    private const string Logged = "time=\"2026-01-02T03:04:05Z\" level=error msg=\"error waiting for container: context canceled\"\n";

    [Theory]
    [InlineData(Answer)]
    [InlineData(Logged + Answer)]
    [InlineData(Answer + Logged)]
    [InlineData(Logged + Answer + Logged)]
    public void Only_the_answer_of_the_daemon_is_left(string said) => ClientLog.Without(said).Should().Be(Answer);
}

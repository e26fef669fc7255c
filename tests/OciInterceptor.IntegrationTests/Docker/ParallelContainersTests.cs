using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

[Collection(DockerSuite.Name)]
public sealed class ParallelContainersTests(DockerDaemons docker)
{
    private const int Count = 50;

    [Fact]
    public void Fifty_by_plain_runc() => RunAll(docker[Route.Runc], "rw");

    [Fact]
    public void Fifty_by_the_interceptor_with_debug_output()
    {
        RunAll(docker[RegisteredRuntimes.Debug], "ro");
        var calls = File.ReadAllLines(Path.Combine(docker.Runtimes.DebugDirectory, "runtime_calls.txt"));
        foreach (var number in Enumerable.Range(1, Count))
            File.Exists(Path.Combine(docker.Runtimes.DebugDirectory, $"parallel-{number}_modified.json")).Should().BeTrue();
        // Newer daemons ask each runtime for its features as they start.
        calls.Should().AllSatisfy(line => line.Should().MatchRegex("^[^ ]*runc (features|--root .* (create|start|kill|delete|exec) .*[0-9a-f]{64})$"));
        calls.Count(line => line.Contains(" create ")).Should().BeGreaterThanOrEqualTo(Count);
    }

    private static void RunAll(DockerRuntime runtime, string mode)
    {
        var commands = Enumerable.Range(1, Count).Select(number => runtime
            .Prepare($"hostname; grep ' /etc/hosts ' /proc/self/mountinfo | cut -d' ' -f6; exit {number}", "--hostname", $"parallel-{number}") with
        {
            Timeout = TimeLimit.OfManyCommands,
        });
        var running = commands.Select(command => command.Start()).ToArray();
        try
        {
            foreach (var (number, container) in running.Index())
                container.Wait().Exited(number + 1).OutputText.Should().Be($"parallel-{number + 1}\n{mode},relatime\n", runtime.Daemon.LogTail);
        }
        finally
        {
            foreach (var container in running)
                container.Dispose();
        }
    }
}

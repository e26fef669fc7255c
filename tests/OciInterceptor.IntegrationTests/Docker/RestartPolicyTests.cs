using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

[Collection(DockerSuite.Name)]
public sealed class RestartPolicyTests(DockerDaemons docker)
{
    private const string Script = "grep -c ' /etc/hosts ro,' /proc/self/mountinfo; exit 3";

    [Theory, EveryRoute]
    public void A_failing_container_is_started_anew_and_edited_each_time(Route route)
    {
        using var container = docker[route].Start(Script, "--restart", "on-failure:2");
        Eventually.Holds("the container was started three times", () =>
            container.Inspect("{{.RestartCount}} {{.State.Status}} {{.State.ExitCode}}") == "2 exited 3");
        container.Logs.Should().Be(route == Route.Runc ? "0\n0\n0\n" : "1\n1\n1\n");
    }

    [Fact]
    public void A_document_that_the_rules_have_edited_already_is_left_alone()
    {
        // The runtime is the interceptor, whose runtime is the interceptor again, by a script.
        var result = docker[RegisteredRuntimes.Twice].Run(42, "grep ' /etc/hosts ' /proc/self/mountinfo | cut -d' ' -f6; exit 42", "--hostname", "twice");
        result.OutputText.Should().Be("ro,relatime\n");
        var second = docker.Runtimes.SecondDebugDirectory;
        File.ReadAllText(Path.Combine(second, "twice_original.json")).Should().Contain("/etc/hosts");
        File.Exists(Path.Combine(second, "twice_modified.json")).Should().BeFalse("the second edit has nothing to change");
    }
}

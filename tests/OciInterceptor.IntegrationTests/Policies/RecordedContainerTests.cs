using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Containers of real Docker in the recorder's directory, and in a replay.</summary>
[Collection(PolicySuite.Name)]
public sealed class RecordedContainerTests : IDisposable
{
    private readonly PolicyDocker _docker;
    private readonly string _configuration;

    public RecordedContainerTests(PolicyDocker docker)
    {
        _docker = docker;
        _configuration = docker.Files.Write("etc/docker/daemon.json", $$"""{ "data-root": "{{docker.Files["policy/data"]}}" }""");
    }

    [Fact]
    public void A_container_of_Dockers_is_judged_by_its_labels_when_it_is_gone()
    {
        var record = _docker.Files["docker-record"];
        var policy = $$"""{ "recorder": { "directory": "{{record}}" } }""";
        _docker.Directory.Is(policy);
        _docker[PolicyDocker.ByFile].Run(0, "true", "--label", "team=red");
        _docker[PolicyDocker.ByFile].Run(0, "true", "--label", "team=blue");

        var present = _docker.Files.Write("present.json", policy);
        var proposed = _docker.Files.Write("proposed.json", """{ "rules": [{ "name": "no-red", "type": "deny", "when": { "label": { "team": "red" } }, "message": "not red" }] }""");
        var replay = PublishedBinary.Call("--oi-config", present, "oi-replay", "--policy", proposed, "--by", "label:team").Run().Exited(3);

        replay.OutputText.Should().Contain("\n        1  unchanged\n").And.Contain("\n        1  newly refused\n").And.Contain("\n        0  not judged\n");
        replay.OutputText.Should().Contain("  by label team\n        1  red\n");
        PublishedBinary.Call("--oi-config", present, "oi-record", "--list").Run().Succeeded().OutputText.Should().Contain("  docker  ").And.Contain("  allowed  create ");
    }

    public void Dispose() => File.Delete(_configuration);
}

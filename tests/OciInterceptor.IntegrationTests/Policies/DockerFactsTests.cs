using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Facts that real Docker recorded, in what a hook is told and in what a person reads.</summary>
[Collection(PolicySuite.Name)]
public sealed class DockerFactsTests : IDisposable
{
    private readonly PolicyDocker _docker;
    private readonly string _configuration;

    public DockerFactsTests(PolicyDocker docker)
    {
        _docker = docker;
        _configuration = docker.Files.Write("etc/docker/daemon.json", $$"""{ "data-root": "{{docker.Files["policy/data"]}}" }""");
    }

    [Fact]
    public void A_hook_is_told_the_name_and_a_label_of_its_container_and_nothing_that_is_not_a_word()
    {
        var trace = _docker.Files["facts-trace"];
        _docker.Directory.Is($$"""
            { "rules": [{ "type": "hooks", "add": { "createRuntime": [{ "path": "/usr/bin/env",
              "args": ["env", "sh", "-c", "echo $1 $OI_TEAM >>{{trace}}", "sh", "${docker.name|*}"], "env": ["PATH=/usr/bin:/bin", "OI_TEAM=${docker.label:team|*}"] }] } }] }
            """);

        _docker[PolicyDocker.ByFile].Run(0, "true", "--name", "oi-facts", "--label", "team=red");
        File.ReadAllText(trace).Should().Be("oi-facts red\n");

        _docker.Refused("--label", "team=red; touch /x").Should().Contain("docker.label:team must be at most 128 letters");
        _docker.Refused().Should().Contain("the container has no docker.label:team");
        File.ReadAllText(trace).Should().Be("oi-facts red\n");
    }

    [Fact]
    public void A_denial_says_what_the_author_wrote_in_one_line()
    {
        _docker.Directory.Is("""{ "rules": [{ "name": "no-team", "type": "deny", "when": { "label": { "team": "*" } }, "message": "${docker.name}: no team ${docker.label:team}" }] }""");

        _docker.Refused("--name", "oi-facts", "--label", "team=a\nforged").Should().Contain("oi-facts: no team a\\u000aforged (when ").And.NotContain("\nforged");
        _docker[PolicyDocker.ByFile].Run(0, "true");
    }

    public void Dispose() => File.Delete(_configuration);
}

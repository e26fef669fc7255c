using System.Text.Json.Nodes;
using OciInterceptor.Commands;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Commands;

public sealed class VersionCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void The_first_line_has_the_version_and_the_others_what_it_follows()
    {
        var lines = _run.Run(new VersionCommand()).Text().Split('\n');

        lines.Should().Equal($"oci-interceptor {ProgramVersion.Text}", "runtime-spec 1.3.0", "CDI 1.1.0", $".NET {Environment.Version}", "");
        VersionCommand.Text.Should().Be(string.Join('\n', lines));
    }

    [Fact]
    public void A_script_gets_each_by_name()
    {
        var json = JsonNode.Parse(_run.Run(new VersionCommand(), "--output", "json").Text())!;

        ((string?)json["version"]).Should().MatchRegex(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?$");
        $"{json["version"]}{(json["commit"] is { } commit ? $"+{commit}" : "")}".Should().Be(ProgramVersion.Text);
        ((string?)json["runtimeSpec"], (string?)json["cdi"]).Should().Be((ProgramVersion.RuntimeSpec, ProgramVersion.Cdi));
        ((string?)json["framework"]).Should().StartWith(".NET 10.");
    }
}

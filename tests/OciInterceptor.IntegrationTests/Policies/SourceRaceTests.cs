using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>
/// A user of the host turns a link to and fro while containers start: what is looked at is not what the runtime mounts
/// (CVE-2017-1002101, CVE-2021-25741, CVE-2021-30465, CVE-2024-0132, CVE-2025-23359).
/// </summary>
public sealed class SourceRaceTests : IDisposable
{
    private const int Nobody = 65534;

    private readonly Scratch _scratch = new();
    private readonly ContainerRuntime _runc;
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public SourceRaceTests()
    {
        _runc = new ContainerRuntime("runc", _scratch);
        File.WriteAllText(Path.Combine(_scratch.MakeDirectory("volumes/secret"), "marker"), "");
        _scratch.MakeDirectory("volumes/home/plain");
        _scratch.MakeDirectory("volumes/roots");
        new Command("sh", "-ec", "chmod 755 \"$1\" \"$1\"/volumes; chown 65534 \"$1\"/volumes/home", "sh", _scratch.Path).Run().Succeeded();
    }

    public static TheoryData<int> Starts => [.. Enumerable.Range(1, 40)];

    public void Dispose()
    {
        _runc.Remove(_id);
        _scratch.Dispose();
    }

    /// <summary>Allowed is only what is not the secret: without the check some of these starts see it.</summary>
    [Attack("Races for a source")]
    [Theory]
    [MemberData(nameof(Starts))]
    public void A_source_that_a_user_turns_to_and_fro_is_refused(int start)
    {
        var turned = _scratch["volumes/home/turned"];
        var attacker = new Command("sh", "-c", $"""
            cd {_scratch["volumes/home"]}
            ln -s plain turned && echo turning
            while :; do ln -s ../secret new; mv -T new turned; ln -s plain new; mv -T new turned; done
            """).With(Condition.User(Nobody));
        using var turning = attacker.Start();
        Eventually.Holds("the link is turned", () => turning.OutputText.Contains("turning", StringComparison.Ordinal));
        var when = start % 2 == 0
            ? $$"""{ "mountSourceOutside": ["{{_scratch["volumes/home"]}}/**"] }"""
            : $$"""{ "mountSource": { "paths": ["{{_scratch["volumes/secret"]}}"], "strict": true } }""";

        var result = Run(turned, when);

        result.Exited(1).OutputText.Should().BeEmpty();
        // Whether it is the list or the doubt that refuses depends on what the link was just then.
        result.ErrorText.Should().Match(said => said.Contains($"users other than root can change what is in {_scratch["volumes/home"]}", StringComparison.Ordinal)
            || said.Contains("denied by the rule", StringComparison.Ordinal) || said.Contains("cannot follow", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_that_only_root_can_turn_is_judged_by_where_it_leads()
    {
        File.CreateSymbolicLink(_scratch["volumes/roots/plain"], "../home");
        File.CreateSymbolicLink(_scratch["volumes/roots/secret"], "../secret");
        var when = $$"""{ "mountSource": { "paths": ["{{_scratch["volumes/secret"]}}"], "strict": true } }""";

        Run(_scratch["volumes/roots/plain"], when).Succeeded();
        Run(_scratch["volumes/roots/secret"], when).Exited(1).ErrorText.Should().Contain("denied by the rule");
    }

    private CommandResult Run(string source, string when)
    {
        _scratch.MakeDirectory("policy");
        var policy = _scratch.Write("policy/policy.json", $$"""{ "rules": [{ "type": "deny", "when": {{when}} }] }""");
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", "ls /x"], spec =>
        {
            spec["mounts"]!.AsArray().RemoveAll(known => Bundle.NetworkFiles.Contains((string?)known!["destination"]));
            spec["mounts"]!.AsArray().Add(new JsonObject { ["destination"] = "/x", ["type"] = "bind", ["source"] = source, ["options"] = new JsonArray("rbind", "ro") });
        }, "bundle" + Path.GetRandomFileName()[..4]);
        return _runc.Intercepted(["--oi-config", policy], "run", "--bundle", bundle.Path, _id).Run();
    }
}

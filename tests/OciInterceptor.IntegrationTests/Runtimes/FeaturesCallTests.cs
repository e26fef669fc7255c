using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>What calls learn from the runtime's features document. The runtime is a script that answers for another release, and becomes runc.</summary>
public sealed class FeaturesCallTests : IDisposable
{
    private const string Scheduler = """{ "name": "batch", "type": "scheduler", "value": { "policy": "SCHED_BATCH" } }""";
    private const string Ignored = "(runc 1.1.5) does not support process.scheduler (it came with runc 1.2.0)";

    private readonly Scratch _scratch = new();
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public void Dispose()
    {
        foreach (var kept in Kept())
        {
            File.Delete(kept);
        }
        _scratch.Dispose();
    }

    [Fact]
    public void A_runtime_is_asked_once_and_the_audit_trail_has_what_it_ignores()
    {
        var policy = Policy(Scheduler);

        for (var call = 0; call < 3; call++)
        {
            Run(policy).Succeeded().OutputText.Should().Be("hi\n");
        }

        Asked().Should().Equal("features");
        Kept().Should().ContainSingle();
        File.ReadAllLines(_scratch["audit.jsonl"]).Should().HaveCount(3).And.OnlyContain(line => line.Contains(Ignored));
    }

    [Fact]
    public void A_container_is_refused_where_the_rule_says_so()
    {
        Run(Policy(Scheduler[..^2] + """, "onUnsupported": "refuse" }""")).Exited(1).ErrorText.Should().Contain("cannot apply the rule \"batch\" (scheduler): the runtime ").And.EndWith($"{Ignored}, and would ignore or refuse it\n");
        Run(Policy(Scheduler[..^2] + """, "onUnsupported": "refuse", "onError": "skip" }""")).Succeeded();
        Run(Policy(Scheduler[..^2] + """, "onUnsupported": "pass" }""")).Succeeded();
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("echo unknown command")]
    [InlineData("kill -9 $$")]
    public void A_runtime_that_does_not_answer_stops_nothing(string answer)
    {
        var policy = Policy(Scheduler[..^2] + """, "onUnsupported": "refuse" }""");

        for (var call = 0; call < 2; call++)
        {
            Run(policy, answer).Succeeded().OutputText.Should().Be("hi\n");
        }

        Asked().Should().Equal("features");
        File.ReadAllText(_scratch["audit.jsonl"]).Should().Contain(" supports process.scheduler: ");
    }

    [Theory]
    [InlineData("""{ "type": "env", "force": { "A": "1" } }""")]
    [InlineData("""{ "type": "umask", "value": "0027", "when": { "verb": "create" } }""")]
    [InlineData("""{ "type": "annotations", "removeSteering": true }""")]
    public void A_call_that_needs_no_judgement_asks_nothing(string rule)
    {
        Run(Policy(rule)).Succeeded();

        Asked().Should().BeEmpty();
    }

    [Fact]
    public void What_the_runtime_calls_unsafe_is_taken_from_the_container()
    {
        const string features = "echo '{\"ociVersionMax\":\"1.2.0\",\"potentiallyUnsafeConfigAnnotations\":[\"com.example.unsafe.\"]}'";

        Run(Policy("""{ "type": "annotations", "removeSteering": true }"""), features, spec => spec["annotations"] = new JsonObject { ["com.example.unsafe.a"] = "1", ["com.example.b"] = "2" }).Succeeded();

        JsonNode.Parse(File.ReadAllText(_scratch["bundle/config.json"]))!["annotations"]!.ToJsonString().Should().Be("""{"com.example.b":"2"}""");
    }

    [Fact]
    public void The_commands_say_it_too()
    {
        var runtime = Runtime("cat \"$0.json\"");
        var policy = Policy(Scheduler);
        var document = _scratch.Write("config.json", """{"process":{"args":["sh"]}}""");

        PublishedBinary.Call("--oi-runtime-path", runtime, "--oi-config", policy, "oi-explain", "--document", document).Run().Succeeded().OutputText.Should().Contain(Ignored);
        PublishedBinary.Call("--oi-runtime-path", runtime, "oi-validate", policy).Run().Succeeded().OutputText.Should().Contain(Ignored);
        PublishedBinary.Call("--oi-runtime-path", runtime, "oi-validate", "--strict", policy).Run().Exited(1);
    }

    private string[] Kept() => Directory.Exists("/run/oci-interceptor/features")
        ? [.. Directory.EnumerateFiles("/run/oci-interceptor/features").Where(file => Path.GetFileName(file)[0] != '.' && File.ReadAllText(file).Contains(_scratch.Path))]
        : [];

    private string[] Asked() => File.Exists(_scratch["asked"]) ? File.ReadAllLines(_scratch["asked"]) : [];

    private CommandResult Run(string policy, string answer = "cat \"$0.json\"", Action<JsonObject>? edit = null)
    {
        var runtime = Runtime(answer);
        if (!Directory.Exists(_scratch["bundle"]))
        {
            File.Copy(Bundle.Runnable(_scratch, ["echo", "hi"], edit).Document, _scratch["original.json"]);
        }
        // A document that a call has changed already needs no judgement.
        File.Copy(_scratch["original.json"], _scratch["bundle/config.json"], overwrite: true);
        return PublishedBinary.Call("--oi-runtime-path", runtime, "--oi-config", policy, "--root", _scratch.MakeDirectory("root"), "run", "--bundle", _scratch["bundle"], _id).Run();
    }

    private string Runtime(string answer)
    {
        _scratch.Write("runtime.json", """{ "ociVersionMax": "1.0.2-dev", "annotations": { "org.opencontainers.runc.version": "1.1.5" } }""");
        if (!File.Exists(_scratch["runtime"]))
        {
            _scratch.WriteScript("runtime", $"if [ \"$1\" = features ]; then echo \"$@\" >> {_scratch["asked"]}; {answer}; exit; fi; exec runc \"$@\"");
        }
        return _scratch["runtime"];
    }

    private string Policy(string rule) =>
        _scratch.Write("policy.json", $$"""{ "audit": { "file": "{{_scratch["audit.jsonl"]}}" }, "rules": [{{rule}}] }""");
}

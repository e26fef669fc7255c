using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Evidence;

/// <summary>What the audit trail says of a call is what became of it.</summary>
public sealed class AuditResultTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly string _audit;

    public AuditResultTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _audit = _scratch["audit.jsonl"];
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_call_that_reaches_the_runtime_was_allowed()
    {
        Create("""{"type":"env","default":{"B":"2"}}""").Run().Succeeded();

        _runtime.WasCalled.Should().BeTrue();
        Line("allowed", null)["rules"]![0]!["outcome"]!.GetValue<string>().Should().Be("Changed");
    }

    [Fact]
    public void A_denied_one_was_refused()
    {
        var result = Create("""{"type":"deny","when":{"verb":"create"},"message":"not here"}""").Run().Exited(1);

        Line("refused", Message(result))["rules"]![0]!["outcome"]!.GetValue<string>().Should().Be("Denied");
    }

    [Fact]
    public void Rules_behind_a_refusal_are_not_listed()
    {
        Create("""{"type":"env","default":{"A":"1"}},{"type":"deny","when":{"verb":"create"}},{"type":"env","default":{"B":"2"}}""").Run().Exited(1);

        JsonNode.Parse(File.ReadAllText(_audit))!["rules"]!.AsArray().Select(rule => (string?)rule!["type"]).Should().Equal("env", "deny");
    }

    [Fact]
    public void A_call_that_fails_before_its_document_is_looked_at_leaves_no_line()
    {
        Create("""{"type":"env","bogus":1}""").Run().Exited(1);
        Create("""{"type":"env","default":{"B":"2"}}""", _scratch["no-runtime"]).Run().Exited(1);

        File.Exists(_audit).Should().BeFalse();
    }

    [Fact]
    public void One_whose_document_cannot_be_written_failed()
    {
        BrokenBundle.Bind(_bundle, "ro");

        var result = Create("""{"type":"env","default":{"B":"2"}}""").Run().Exited(1);

        _runtime.WasCalled.Should().BeFalse();
        Line("failed", Message(result))["rules"]![0]!["outcome"]!.GetValue<string>().Should().Be("Changed");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData(null)]
    public void One_whose_document_cannot_be_read_failed(string? document)
    {
        File.Delete(_bundle.Document);
        if (document is not null)
            File.WriteAllText(_bundle.Document, document);

        var result = Create("""{"type":"env","default":{"B":"2"}}""").Run().Exited(1);

        Line("failed", Message(result))["rules"].Should().BeNull();
    }

    /// <summary>The file was full when the one looked, and is not any more when it has the lock: another has put it away.</summary>
    [Fact]
    public void A_file_that_another_has_put_away_meanwhile_is_not_put_away_once_more()
    {
        const int Bound = 10 << 20;
        var full = new string('x', Bound - 1) + "\n";
        File.WriteAllText(_audit, full);
        new Command("chmod", "600", _audit).Run().Succeeded();
        var call = Create("""{"type":"env","default":{"B":"2"}}""");
        using var first = new Command("strace", "-qq", "-o", "/dev/null", "-e", "inject=flock:delay_enter=5000000", call.Program).Plus(call.Arguments).Start();
        Docker.Eventually.Holds("the first has found the file full", () => File.Exists(_audit + ".lock"));

        call.Run().Succeeded();
        first.Wait().Succeeded();

        File.ReadAllLines(_audit).Should().HaveCount(2);
        File.ReadAllText(_audit + ".1").Should().Be(full);
        File.Exists(_audit + ".2").Should().BeFalse();
    }

    /// <summary>Law 9: the author of a container cannot remove the evidence of an earlier one.</summary>
    [Attack("Flushing the audit trail")]
    [Fact]
    public void Commands_of_nine_megabytes_do_not_push_a_denial_out()
    {
        var create = Create("""{"type":"deny","when":{"command":"evil"},"message":"not here"},{"type":"env","default":{"B":"2"}}""");
        _bundle.Edit(spec => spec["process"]!["args"] = new JsonArray("evil"));
        create.Run().Exited(1);
        _bundle.Edit(spec => spec["process"]!["args"] = new JsonArray(new string('x', 9 << 20)));

        for (var i = 0; i < 7; i++)
        {
            create.Run().Succeeded();
        }

        var files = Directory.GetFiles(_scratch.Path, "audit.jsonl*").Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).ToList();
        var lines = files.SelectMany(File.ReadAllLines).ToList();
        lines.Should().HaveCount(8).And.OnlyContain(line => line.Length < 64 << 10);
        lines.Select(line => JsonNode.Parse(line)!["result"]!.GetValue<string>()).Count(result => result == "refused").Should().Be(1);
        files.Should().ContainSingle("nothing had to be put away");
    }

    private Command Create(string rule, string? runtime = null)
    {
        var directory = _scratch.MakeDirectory("policy");
        var policy = Path.Combine(directory, "policy.json");
        File.WriteAllText(policy, $"{{\"audit\":{{\"file\":\"{_audit}\"}},\"rules\":[{rule}]}}");
        return PublishedBinary.Call("--oi-config", policy, "--oi-runtime-path", runtime ?? _runtime.Path, "create", "--bundle", _bundle.Path, "c1");
    }

    private static string Message(CommandResult result) => result.ErrorText["oci-interceptor: ".Length..].TrimEnd('\n');

    private JsonNode Line(string result, string? message)
    {
        var line = JsonNode.Parse(File.ReadAllLines(_audit).Should().ContainSingle().Subject)!;
        line["result"]!.GetValue<string>().Should().Be(result);
        line["message"]?.GetValue<string>().Should().Be(message);
        line["containerId"]!.GetValue<string>().Should().Be("c1");
        return line;
    }
}

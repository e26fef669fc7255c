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

    /// <summary>Law 9: the author of a container cannot remove the evidence of an earlier one.</summary>
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

    private Command Create(string rule)
    {
        var directory = _scratch.MakeDirectory("policy");
        var policy = Path.Combine(directory, "policy.json");
        File.WriteAllText(policy, $"{{\"audit\":{{\"file\":\"{_audit}\"}},\"rules\":[{rule}]}}");
        return PublishedBinary.Call("--oi-config", policy, "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, "c1");
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

using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Failures;

/// <summary>Documents that runtimes read differently. Law 5: policy fails closed.</summary>
public sealed class AmbiguousDocumentTests : IDisposable
{
    private const string Denial = """{ "type": "deny", "onError": "skip", "when": { "not": { "hostname": "web" } } }""";

    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;

    public AmbiguousDocumentTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
    }

    public void Dispose() => _scratch.Dispose();

    [Attack("Names that readers take differently")]
    [Theory]
    [InlineData("""{ "mounts": [], "mounts": [{ "destination": "/etc/hosts" }] }""", """{ "type": "readonly-networking-mounts" }""", "mounts")]
    [InlineData("""{ "mounts": [{ "destination": "/etc/hosts" }], "Mounts": [] }""", """{ "type": "readonly-networking-mounts" }""", "Mounts")]
    [InlineData("""{ "mounts": [{ "destination": "/etc/hosts", "options": ["ro"], "OPTIONS": ["rw"] }] }""", """{ "type": "readonly-networking-mounts" }""", "OPTIONS")]
    [InlineData("""{ "process": { "capabilities": { "bounding": [], "bounding": ["CAP_SYS_ADMIN"] } } }""", """{ "type": "capabilities", "ceiling": [] }""", "bounding")]
    [InlineData("""{ "hostname": "web", "hostname": "other" }""", Denial, "hostname")]
    [InlineData("""{ "hostname": "web", "Hostname": "other" }""", Denial, "Hostname")]
    public void A_name_that_is_there_twice_or_in_another_letter_case_is_refused(string document, string rule, string name)
    {
        File.WriteAllText(_bundle.Document, document);

        ErrorReport.Message(Create(rule)).Should().Contain($"{_bundle.Document}:1:").And.Contain($"the member \"{name}\" is ambiguous");

        _runtime.WasCalled.Should().BeFalse();
        File.ReadAllText(_bundle.Document).Should().Be(document);
    }

    /// <summary>The control: what no rule looks at is the runtime's affair.</summary>
    [Fact]
    public void A_name_that_no_rule_looks_at_may_be_there_twice()
    {
        File.WriteAllText(_bundle.Document, """{ "mounts": [], "mounts": [], "hostname": "web" }""");
        Create(Denial).Succeeded();
        _runtime.WasCalled.Should().BeTrue();
    }

    private CommandResult Create(string rule) => PublishedBinary.Call(
        "--oi-config", _scratch.Write("policy.json", $$"""{ "rules": [{{rule}}] }"""), "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, "c1").Run();
}

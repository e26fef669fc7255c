using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>Calls that carry nothing for us, as engines make them: they become the runtime at once, ahead of .NET.</summary>
public sealed class ForwardedCallTests : IDisposable
{
    private const string Global = "--root {R} --log {B}/log.json --log-format json";

    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly string _process;

    public ForwardedCallTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json", "run");
        _process = _scratch.Write("process.json", _bundle.Read()["process"]!.ToJsonString());
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(Global + " start c1")]
    [InlineData(Global + " delete c1")]
    [InlineData(Global + " delete --force c1")]
    [InlineData(Global + " kill c1 15")]
    [InlineData(Global + " kill c1 9")]
    [InlineData(Global + " kill c1 23")]
    [InlineData(Global + " kill --all c1 9")]
    [InlineData(Global + " pause c1")]
    [InlineData(Global + " resume c1")]
    [InlineData(Global + " ps --format json c1")]
    [InlineData(Global + " update --resources - c1")]
    [InlineData(Global + " update --resources=- c1")]
    [InlineData(Global + " checkpoint --image-path {R}/image --work-path {R}/work --leave-running c1")]
    [InlineData(Global + " events --stats c1")]
    [InlineData(Global + " events --interval=5s c1")]
    [InlineData(Global + " list --format=json")]
    [InlineData(Global + " state c1")]
    [InlineData("--version")]
    [InlineData("features")]
    [InlineData("start c1")]
    [InlineData("update --resources={P} c1")]
    [InlineData("checkpoint --help")]
    [InlineData("--help")]
    [InlineData("-v")]
    [InlineData("--root {R} events c1")]
    [InlineData("--root {R} delete --force c1")]
    [InlineData("spec --bundle {B}")]
    // Names that look like something else
    [InlineData("start create")]
    [InlineData("state run --bundle {B}")]
    [InlineData("exec c1 sh -b {B}")]
    [InlineData("exec c1 run --bundle {B} --process {P}")]
    [InlineData("exec --pid-file create c1 create --bundle {B}")]
    [InlineData("--root create state c1")]
    [InlineData("--log=run delete --oi-help c1")]
    [InlineData("exec c1 -- --oi-runtime-path /nowhere")]
    public void A_call_without_a_document_opens_nothing_and_starts_no_runtime_of_ours(string line) => PassesThrough(["--oi-env=OI_ROW=1"], line);

    /// <summary>A rule that speaks of a container's configuration cannot concern an exec, whatever document that has.</summary>
    [Theory]
    [InlineData("exec --process {P} --detach --pid-file /p c1")]
    [InlineData("exec -p{P} c1")]
    [InlineData("exec --process=/nowhere c1")]
    public void A_document_that_no_rule_can_concern_is_not_opened(string line) => PassesThrough(["--oi-readonly-networking-mounts"], line);

    [Theory]
    [InlineData("create --bundle {B} c1")]
    [InlineData("run --bundle {B} c1")]
    [InlineData("restore --bundle {B} c1")]
    [InlineData("exec --process {P} c1")]
    [InlineData("exec --user create c1 create --bundle {B}")]
    public void Where_neither_a_policy_nor_a_flag_asks_for_a_rule_nothing_is_opened(string line) => PassesThrough([], line);

    /// <summary>The control: what is looked for in the trace is there when the rule does concern the exec.</summary>
    [Fact]
    public void A_document_that_a_rule_can_concern_is_opened()
    {
        var ours = OurCalls(["--oi-env=OI_ROW=1"], Fill("exec --process {P} c1"));
        ours.Should().ContainMatch($"*open*(*\"{_process}\"*").And.ContainMatch("*rt_sigaction(SIGPIPE*");
    }

    [Fact]
    public void A_forwarded_call_leaves_its_input_to_the_runtime()
    {
        var runtime = _scratch.WriteScript("reader", $"cat > {_scratch["read"]}");
        PublishedBinary.Call("--oi-runtime-path", runtime, "update", "--resources", "-", "c1")
            .With(Condition.Input(_scratch.Write("input", "{\"memory\": {}}"))).Run().Succeeded();
        File.ReadAllText(_scratch["read"]).Should().Be("{\"memory\": {}}");
    }

    private void PassesThrough(string[] flags, string line)
    {
        var arguments = Fill(line);
        var ours = OurCalls(flags, arguments);
        _runtime.Arguments.Should().Equal(arguments);
        ours.Should().NotContainMatch("* clone*(*").And.NotContainMatch("*fork(*").And.NotContainMatch("*rt_sigaction(*SIGPIPE*");
        // No loader's files either: the binary is linked statically.
        ours.Should().NotContainMatch("*open*(*");
    }

    /// <summary>The system calls between the start and the runtime's own.</summary>
    private string[] OurCalls(string[] flags, string[] arguments)
    {
        var trace = _scratch["trace"];
        new Command("strace", ["-f", "-s", "4096", "-o", trace, PublishedBinary.Path, .. flags, "--oi-runtime-path", _runtime.Path, .. arguments])
            .In(_bundle.Path).Run().Succeeded();
        return [.. File.ReadLines(trace).Skip(1).TakeWhile(l => !l.Contains($"execve(\"{_runtime.Path}\"", StringComparison.Ordinal))];
    }

    private string[] Fill(string line) =>
    [
        .. line.Replace("{B}", _bundle.Path, StringComparison.Ordinal).Replace("{P}", _process, StringComparison.Ordinal)
            .Replace("{R}", _scratch.Path, StringComparison.Ordinal).Split(' '),
    ];
}

using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Commands;

/// <summary>The published binary's own commands: exit codes, what goes where, and that nothing is written.</summary>
public sealed partial class CommandTests : IDisposable
{
    private const string Document = "docker-20.10-run.json";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("""{"rules":[{"type":"env","default":{"B":"2"}}]}""", 0, "+      \"B=2\"", "")]
    [InlineData("""{"rules":[{"type":"deny","when":{"verb":"create"},"message":"not here"}]}""", 3, "The container is refused.", "oci-interceptor: denied by the rule \"deny\" ")]
    [InlineData("""{"rules":[{"type":"devices","add":["/dev/nothing"]}]}""", 1, "failed ", "oci-interceptor: *.json:1:11: cannot apply the rule \"devices\" (devices): ")]
    [InlineData("""{"rules":[{"type":"env","x":1}]}""", 1, null, "oci-interceptor: ")]
    public void Explain_tells_by_its_exit_code_and_writes_nothing(string policy, int code, string? output, string error)
    {
        var bundle = Bundle.FromTestData(_scratch, Document);
        var before = StateOf(bundle.Path);

        var result = PublishedBinary.Call("--oi-config", Policy(policy), "oi-explain", "--bundle", bundle.Path).Run().Exited(code);

        result.OutputText.Should().Contain(output ?? "\n", output is null ? Exactly.Times(0) : AtLeast.Once()).And.NotContain("\e");
        result.ErrorText.Should().Match($"{error}*");
        result.ErrorText.Should().HaveLength(error.Length == 0 ? 0 : result.ErrorText.IndexOf('\n') + 1, "one line is enough");
        StateOf(bundle.Path).Should().Equal(before);
    }

    [Fact]
    public void Filter_writes_what_a_create_would_have_written()
    {
        var policy = Policy("""{"rules":[{"type":"env","default":{"B":"2"}},{"type":"no-new-privileges"}]}""");
        var bundle = Bundle.FromTestData(_scratch, Document);
        var filtered = PublishedBinary.Call("--oi-config", policy, "oi-filter").With(Condition.Input(bundle.Document)).Run().Succeeded();

        PublishedBinary.Call("--oi-config", policy, "--oi-runtime-path", "/bin/true", "create", "--bundle", bundle.Path, "c1").Run().Succeeded();

        filtered.Output.Should().Equal(File.ReadAllBytes(bundle.Document)).And.NotEqual(File.ReadAllBytes(Bundle.TestData(Document)));
    }

    /// <summary>Law 9: nothing of a container's author controls a terminal.</summary>
    [Attack("Control characters for a terminal")]
    [Theory]
    [InlineData("oi-filter < ", false)]
    [InlineData("oi-explain --document ", true)]
    [InlineData("oi-explain --output json --document ", true)]
    [InlineData("oi-explain --output patch --document ", true)]
    [InlineData("oi-validate --document ", true)]
    public void A_terminal_gets_no_control_character_of_the_author(string command, bool alsoInFiles)
    {
        var policy = Policy("""{"rules":[{"type":"annotations","remove":["*"],"set":{"b":"2"}},{"type":"deny","mode":"warn","when":{"not":{"hostname":"x"}}}]}""");
        var document = _scratch.Write("c.json", "{\"ociVersion\":\"\u009b31m\u202e\",\"hostname\":\"h\u007f\u202e\\u001b[2J\",\"annotations\":{\"a\u2066\u009b\\u001b\":\"c\u202e\",\"b\":\"\u200f\"}}");
        var line = $"{PublishedBinary.Path} --oi-config {policy} {command}{document}";

        var onTerminal = new Command("script", "--quiet", "--command", line, "/dev/null").Run();
        var inFile = new Command("/bin/sh", "-c", line).Run();

        onTerminal.OutputText.Should().NotBeEmpty().And.NotMatchRegex("[\u0080-\u009f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]");
        OwnColour().Replace(onTerminal.OutputText, "").Should().NotContain("\e");
        if (alsoInFiles)
        {
            (inFile.OutputText + inFile.ErrorText).Should().NotMatchRegex("[\u0000-\u0009\u000b-\u001f\u0080-\u009f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]");
        }
    }

    [GeneratedRegex("\e\\[[0-9]+m")]
    private static partial Regex OwnColour();

    [Fact]
    public void Filter_refuses_with_a_message_and_no_output()
    {
        var policy = Policy("""{"rules":[{"type":"deny","when":{"verb":"*"},"message":"not here"}]}""");

        var result = PublishedBinary.Call("--oi-config", policy, "oi-filter").With(Condition.Input(Bundle.TestData(Document))).Run().Exited(3);

        result.Output.Should().BeEmpty();
        result.ErrorText.Should().Contain(": not here (when ").And.EndWith(")\n");
    }

    [Theory]
    [InlineData("{}", 0, 0)]
    [InlineData("""{"rules":[{"type":"devices","allowAll":true,"when":{"env":{"A":"1"}}}]}""", 0, 1)]
    [InlineData("""{"rule":[]}""", 1, 1)]
    public void Validate_tells_by_its_exit_code(string policy, int code, int strictCode)
    {
        var file = Policy(policy);

        PublishedBinary.Call("oi-validate", file).Run().Exited(code).Error.Should().BeEmpty();
        PublishedBinary.Call("oi-validate", "--strict", file).Run().Exited(strictCode);
        PublishedBinary.Call("--oi-config", file, "oi-validate").Run().Exited(code);
    }

    [Fact]
    public void Validate_takes_a_document_that_runc_made()
    {
        new Command("runc", "spec", "--bundle", _scratch.Path).Run().Succeeded();

        PublishedBinary.Call("oi-validate", "--document", _scratch["config.json"]).Run().Succeeded().OutputText.Should().NotContain("error");
    }

    [Theory]
    [InlineData("oi-schema")]
    [InlineData("oi-profiles")]
    [InlineData("oi-explain", "--help")]
    [InlineData("oi-filter", "--help")]
    [InlineData("oi-validate", "--help")]
    [InlineData("oi-schema", "--help")]
    [InlineData("oi-profiles", "--help")]
    [InlineData("oi-install", "--help")]
    [InlineData("oi-uninstall", "--help")]
    [InlineData("oi-runtimes", "--help")]
    public void What_only_prints_succeeds(params string[] arguments) =>
        PublishedBinary.Call(arguments).Run().Succeeded().ErrorText.Should().BeEmpty();

    [Theory]
    [InlineData("oi-bogus", "unknown command \"oi-bogus\"")]
    [InlineData("oi-explain --bogus", "oi-explain: unknown option --bogus; see oci-interceptor oi-explain --help")]
    [InlineData("oi-profiles none", "unknown profile none")]
    [InlineData("oi-explain --output xml", "oi-explain: Argument 'xml' not recognized. Must be one of: 'human', 'json', 'patch'; see oci-interceptor oi-explain --help")]
    public void A_wrong_call_is_an_error_on_one_line(string line, string message) =>
        PublishedBinary.Call(line.Split(' ')).Run().Exited(1).ErrorText.Should().StartWith("oci-interceptor: " + message).And.Contain("\n", Exactly.Once());

    [Theory]
    [InlineData(null, "\e[32m+      \"B=2\"\e[0m\r\n")]
    [InlineData("", "\e[32m+      \"B=2\"\e[0m\r\n")]
    [InlineData("1", "+      \"B=2\"\r\n")]
    [InlineData("0", "+      \"B=2\"\r\n")]
    public void A_terminal_gets_colour_unless_NO_COLOR_says_no(string? noColor, string line)
    {
        var bundle = Bundle.FromTestData(_scratch, Document);
        var explain = new Command("script", "-qec", $"{PublishedBinary.Path} --oi-env B=2 oi-explain --bundle {bundle.Path}", "/dev/null");

        var output = (noColor is null ? explain : explain.With("NO_COLOR", noColor)).Run().Succeeded().OutputText;

        output.Split('\n').Should().ContainSingle(text => text.Contains("B=2")).Which.Should().Be(line[..^1]);
        output.Contains('\e').Should().Be(line.StartsWith('\e'));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_an_error() =>
        new Command("sh", "-c", $"exec {PublishedBinary.Path} oi-schema >/dev/full").Run().Exited(1)
            .ErrorText.Should().StartWith("oci-interceptor: cannot write to the standard output: ");

    [Fact]
    public void A_closed_output_is_an_error() =>
        new Command("sh", "-c", $"exec {PublishedBinary.Path} oi-schema >&-").Run().Exited(1)
            .ErrorText.Should().Be("oci-interceptor: cannot write to the standard output: it is closed\n");

    [Fact]
    public void Explain_looks_for_the_sources_of_mounts_in_the_directory_of_the_document()
    {
        var bundle = Bundle.FromTestData(_scratch, Document);
        Directory.CreateDirectory(System.IO.Path.Combine(bundle.Path, "sub"));
        bundle.Edit(spec => spec["mounts"]![0] = new System.Text.Json.Nodes.JsonObject { ["destination"] = "/x", ["type"] = "bind", ["source"] = "sub" });
        var policy = Policy($"{{\"rules\":[{{\"type\":\"deny\",\"when\":{{\"mountSource\":[\"{bundle.Path}/sub\"]}}}}]}}");

        PublishedBinary.Call("--oi-config", policy, "oi-explain", "--document", bundle.Document).Run().Exited(3);
        PublishedBinary.Call("--oi-config", policy, "oi-explain", "--bundle", bundle.Path).Run().Exited(3);
    }

    [Theory]
    [InlineData("oi-explain")]
    [InlineData("oi-validate")]
    public void What_needs_too_much_memory_is_an_error_on_one_line(string command)
    {
        var document = _scratch.Write("large.json", $"{{\"annotations\":{{{string.Join(',', Enumerable.Range(0, 3_000_000).Select(i => $"\"k{i}\":\"v\""))}}}}}");
        var policy = Policy("""{"rules":[{"type":"annotations","set":{"a":"1"}}]}""");

        // Where exactly memory ends differs from run to run.
        for (var run = 0; run < 10; run++)
        {
            PublishedBinary.Call("--oi-config", policy, command, "--document", document).Run().Exited(1)
                .ErrorText.Should().Be("oci-interceptor: this needs more memory than oci-interceptor allows itself\n");
        }
    }

    [Theory]
    [InlineData(8192, 0, "")]
    [InlineData(256, 1, "oci-interceptor: this needs more memory than oci-interceptor allows itself\n")]
    public void A_document_as_deep_as_runc_takes_can_be_explained_where_the_stack_is_large_enough(int stack, int code, string error)
    {
        var document = _scratch.Write("deep.json", $"{{\"x\":{new string('[', 9_990)}{new string(']', 9_990)}}}");
        var policy = Policy("""{"rules":[{"type":"annotations","set":{"a":"1"}}]}""");
        var call = PublishedBinary.Call("--oi-config", policy, "oi-explain", "--document", document);

        var result = new Command("sh", "-c", $"ulimit -s {stack}; exec \"$@\"", "sh", call.Program).Plus(call.Arguments).Run().Exited(code);

        result.ErrorText.Should().Be(error);
        result.OutputText.Should().Contain("+  \"annotations\": {", Exactly.Times(code == 0 ? 1 : 0));
    }

    [Fact]
    public void A_merge_patch_may_add_many_members()
    {
        var bundle = Bundle.FromTestData(_scratch, Document);
        var members = string.Join(',', Enumerable.Range(0, 25_000).Select(i => $"\"k{i}\":\"v\""));
        var policy = Policy($"{{\"rules\":[{{\"type\":\"merge-patch\",\"document\":{{\"annotations\":{{{members}}}}}}}]}}");

        PublishedBinary.Call("--oi-config", policy, "--oi-runtime-path", "/bin/true", "create", "--bundle", bundle.Path, "c1").Run().Succeeded();

        bundle.Read()["annotations"]!.AsObject().Count(member => member.Key.StartsWith('k')).Should().Be(25_000);
    }

    private string Policy(string text)
    {
        var directory = _scratch.MakeDirectory("policy");
        return _scratch.Write(System.IO.Path.GetRelativePath(_scratch.Path, System.IO.Path.Combine(directory, "policy.json")), text);
    }

    private static IEnumerable<string> StateOf(string directory) =>
        [.. Directory.EnumerateFileSystemEntries(directory).Order(StringComparer.Ordinal).Select(path => $"{path} {Stat(path)}")];

    private static string Stat(string path) => new Command("stat", "-c", "%i %s %y %z", path).Run().Succeeded().OutputText;
}

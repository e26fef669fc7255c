using System.Text;
using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Evidence;

/// <summary>Snapshots and the call log: what is written, under which names, and for whom to read.</summary>
public sealed class DebugFilesTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly string _directory;

    public DebugFilesTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _directory = _scratch["debug"];
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_create_that_changes_something_leaves_three_snapshots_and_a_line()
    {
        _bundle.Edit(spec => spec["hostname"] = "web-1.example");
        var original = File.ReadAllBytes(_bundle.Document);

        Create().Run().Succeeded();

        Names().Should().Equal("runtime_calls.log", "runtime_calls.txt",
            "web-1.example_modified.json", "web-1.example_original.json", "web-1.example_parsed.json");
        Snapshot("web-1.example_original.json").Should().Equal(original);
        Snapshot("web-1.example_modified.json").Should().Equal(File.ReadAllBytes(_bundle.Document)).And.NotEqual(original);
        JsonNode.Parse(Snapshot("web-1.example_parsed.json"))!["hostname"]!.GetValue<string>().Should().Be("web-1.example");
        Lines().Should().Equal($"{_runtime.Path} create --bundle {_bundle.Path} c1");
        File.ResolveLinkTarget(Path.Combine(_directory, "runtime_calls.log"), false)!.Name.Should().Be("runtime_calls.txt");
    }

    [Fact]
    public void The_parsed_snapshot_says_the_same_as_the_document()
    {
        var original = _bundle.Read();
        Create().Run().Succeeded();
        var parsed = JsonNode.Parse(Snapshot(original["hostname"]!.GetValue<string>() + "_parsed.json"));
        JsonNode.DeepEquals(parsed, original).Should().BeTrue();
    }

    [Fact]
    public void A_create_that_changes_nothing_leaves_no_modified_snapshot()
    {
        _bundle.Edit(spec => spec["hostname"] = "web");
        Call([], "create", "--bundle", _bundle.Path, "c1").Run().Succeeded();
        Names().Should().Equal("runtime_calls.log", "runtime_calls.txt", "web_original.json", "web_parsed.json");
    }

    [Fact]
    public void What_an_earlier_call_changed_is_gone_when_a_later_one_changes_nothing()
    {
        _bundle.Edit(spec => spec["hostname"] = "web");
        Create().Run().Succeeded();
        Names().Should().Contain("web_modified.json");
        // The document is edited already: by the same rules there is nothing left to change.
        Create().Run().Succeeded();
        Names().Should().Equal("runtime_calls.log", "runtime_calls.txt", "web_original.json", "web_parsed.json");
        Snapshot("web_original.json").Should().Equal(File.ReadAllBytes(_bundle.Document));
    }

    [Fact]
    public void A_call_without_a_document_leaves_a_line_only()
    {
        Call([], "--root", "/r", "state", "c1").Run().Succeeded();
        Call([], "delete", "c1").Run().Succeeded();
        Names().Should().Equal("runtime_calls.log", "runtime_calls.txt");
        Lines().Should().Equal($"{_runtime.Path} --root /r state c1", $"{_runtime.Path} delete c1");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("022")]
    [InlineData("077")]
    [InlineData("777")]
    public void Nobody_but_the_owner_can_read_them(string umask)
    {
        Create().With(Condition.Umask(umask)).Run().Succeeded();
        File.GetUnixFileMode(_directory).Should().Be(Owner | UnixFileMode.UserExecute);
        Directory.GetFiles(_directory).Where(f => File.ResolveLinkTarget(f, false) is null)
            .Should().HaveCount(4).And.OnlyContain(f => File.GetUnixFileMode(f) == Owner);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//")]
    public void The_directory_is_made_with_those_above_it_also_when_its_name_ends_in_a_slash(string end)
    {
        var above = _scratch["above"];
        PublishedBinary.Call("--oi-write-debug-output", "--oi-debug-output-dir", above + "/debug" + end, "--oi-runtime-path", _runtime.Path, "state", "c1")
            .With(Condition.Umask("0")).Run().Succeeded();
        File.GetUnixFileMode(above + "/debug").Should().Be(Owner | UnixFileMode.UserExecute);
        File.GetUnixFileMode(above).Should().Be((UnixFileMode)0b111_101_101);
        File.Exists(above + "/debug/runtime_calls.txt").Should().BeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"hostname\": null}")]
    [InlineData("{\"hostname\": \"\"}")]
    public void No_hostname_has_a_name_too(string document)
    {
        File.WriteAllText(_bundle.Document, document);
        Create().Run().Succeeded();
        Names().Should().Contain("unknown_hostname_original.json");
    }

    [Fact]
    public void Snapshots_can_be_named_by_the_container_ID()
    {
        Call(["--oi-debug-name", "id"], "create", "--bundle", _bundle.Path, "c1").Run().Succeeded();
        Names().Should().Equal("c1_original.json", "c1_parsed.json", "runtime_calls.log", "runtime_calls.txt");
    }

    [Fact]
    public void A_line_is_quoted_as_a_shell_needs_it()
    {
        string[] arguments = ["exec", "c1", "sh", "-c", "echo \"$HOME\" 'a' \\ `b`", "", "a b", "*", "~", "#x", "a=b", "é", "a;b|c&d>e"];
        Call([], arguments).Run().Succeeded();
        Lines().Should().ContainSingle();
        Evaluated().Should().Equal([_runtime.Path, .. arguments]);
    }

    [Fact]
    public void A_line_holds_what_no_text_can_hold()
    {
        byte[] odd = [0xff, (byte)'\n', 0xc3, (byte)'\''];
        Call([], "exec", "c1").Plus(odd).Run().Succeeded();
        new Command("bash", "-c", $"eval \"set -- $(cat {_directory}/runtime_calls.txt)\"; printf %s \"$4\"").Run().Succeeded()
            .Output.Should().Equal(odd);
    }

    private string[] Evaluated() =>
        new Command("bash", "-c", $"eval \"set -- $(cat {_directory}/runtime_calls.txt)\"; printf '%s\\0' \"$@\"").Run().Succeeded()
            .OutputText[..^1].Split('\0');

    private string[] Names() => [.. Directory.GetFileSystemEntries(_directory).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private byte[] Snapshot(string name) => File.ReadAllBytes(Path.Combine(_directory, name));

    private string[] Lines() => File.ReadAllText(Path.Combine(_directory, "runtime_calls.txt"), Encoding.UTF8).Split('\n')[..^1];

    private Command Create() => Call(["--oi-readonly-networking-mounts"], "create", "--bundle", _bundle.Path, "c1");

    private Command Call(string[] flags, params string[] arguments) => PublishedBinary.Call(
        [.. flags, "--oi-write-debug-output", "--oi-debug-output-dir", _directory, "--oi-runtime-path", _runtime.Path, .. arguments]);
}

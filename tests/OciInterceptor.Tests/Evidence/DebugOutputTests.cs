using System.Text;
using OciInterceptor.Bundle;
using OciInterceptor.Call;
using OciInterceptor.Evidence;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Call;

namespace OciInterceptor.Tests.Evidence;

public sealed class DebugOutputTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _bundle = new();

    public void Dispose()
    {
        _directory.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public void Nothing_is_written_unless_asked_for() =>
        For(RawArguments.Of($"--oi-debug-output-dir {_directory.Path} create ID").Call, new Log()).Should().BeNull();

    [Theory]
    [InlineData("""{"hostname":"web"}""", "", "create ID", "web")]
    [InlineData("""{"hostname":"../../x"}""", "", "create ID", ".._.._x")]
    [InlineData("""{"hostname":"/abs\n"}""", "", "create ID", "_abs_")]
    [InlineData("""{"hostname":".."}""", "", "create ID", "unknown_hostname")]
    [InlineData("""{"hostname":""}""", "", "create ID", "unknown_hostname")]
    [InlineData("""{"hostname":null}""", "", "create ID", "unknown_hostname")]
    [InlineData("""{"hostname":7}""", "", "create ID", "unknown_hostname")]
    [InlineData("{}", "", "create ID", "unknown_hostname")]
    [InlineData("""{"hostname":"web"}""", "--oi-debug-name id ", "create ID", "ID")]
    [InlineData("""{"hostname":"web"}""", "--oi-debug-name=id ", "create ../x", ".._x")]
    [InlineData("""{"hostname":"web"}""", "--oi-debug-name id ", "create", "unknown_id")]
    [InlineData("""{"hostname":"web"}""", "", "exec -p P ID", "ID-exec")]
    public void Snapshots_are_named_by_what_was_asked_for(string document, string flags, string call, string name)
    {
        Debug(flags + call).WriteOriginal(Read(document));

        _directory.Names.Should().Equal($"{name}_original.json", $"{name}_parsed.json");
        File.ReadAllText(_directory[$"{name}_original.json"]).Should().Be(document);
    }

    [Fact]
    public void A_changed_document_leaves_three_snapshots()
    {
        var debug = Debug("create ID");
        var document = Read(""" { "hostname": "web", "mounts": [ { "destination": "/etc/hosts" } ] } """);

        debug.WriteOriginal(document);
        document.Replace(DocumentPatch.Between(document.Root, new ReadonlyNetworkingMountsRule().Apply(new RuntimeSpec(document.Root)).Json));
        debug.WriteModified(document);

        File.ReadAllText(_directory["web_original.json"]).Should().Be(""" { "hostname": "web", "mounts": [ { "destination": "/etc/hosts" } ] } """);
        File.ReadAllText(_directory["web_parsed.json"]).Should().Be("""{"hostname":"web","mounts":[{"destination":"/etc/hosts"}]}""");
        File.ReadAllBytes(_directory["web_modified.json"]).Should().Equal(document.Pieces.SelectMany(piece => piece.ToArray()));
        File.ReadAllText(_directory["web_modified.json"]).Should().Contain("\"ro\"");
    }

    [Fact]
    public void A_document_without_a_change_leaves_no_older_change_behind()
    {
        _directory.File("web_modified.json", "old");
        _directory.File("other_modified.json", "another's");
        var debug = Debug("create ID");

        debug.WriteOriginal(Read("""{"hostname":"web"}"""));
        debug.RemoveModified();

        _directory.Names.Should().Equal("other_modified.json", "web_original.json", "web_parsed.json");
    }

    [Fact]
    public void A_call_is_one_line_that_a_shell_can_read()
    {
        byte[][] arguments = [.. Flags.Append("--oi-runtime-path").Append("/bin/sh").Append("exec").Append("ID").Append("it's a\nline").Select(Encoding.UTF8.GetBytes), [0xFF], []];
        var call = new RawArguments(arguments).Call;
        var debug = For(call, new Log())!;

        debug.WriteCall(call.FindRuntime());
        debug.WriteCall(call.FindRuntime());

        byte[] line = [.. "/bin/sh exec ID $'it\\'s a\\nline' $'\\377' ''\n"u8];
        File.ReadAllBytes(_directory["runtime_calls.txt"]).Should().Equal([.. line, .. line]);
        new FileInfo(_directory["runtime_calls.log"]).LinkTarget.Should().Be("runtime_calls.txt");
    }

    /// <summary>Law 5: evidence fails open.</summary>
    [Fact]
    public void What_cannot_be_written_is_told_to_the_log_and_stops_nothing()
    {
        var log = new ListeningLog();
        var call = RawArguments.Of("--oi-write-debug-output --oi-debug-output-dir /dev/null/x --oi-runtime-path /bin/sh create ID").Call;
        var debug = For(call, log)!;

        debug.WriteOriginal(Read("{}"));
        debug.WriteModified(Read("{}"));
        debug.WriteCall(call.FindRuntime());

        log.Lost.Should().Equal("unknown_hostname_original.json", "unknown_hostname_parsed.json", "unknown_hostname_modified.json", "runtime_calls.txt");
    }

    private string[] Flags => ["--oi-write-debug-output", "--oi-debug-output-dir", _directory.Path];

    private DebugOutput Debug(string call) => For(RawArguments.Of($"{string.Join(' ', Flags)} {call}").Call, new Log())!;

    private static DebugOutput? For(RuntimeCall call, Log log) => DebugOutput.For(call, FlagPolicy.Settings(call.Options), log);

    private Document Read(string content) => Document.ReadProcess(CString.Of(_bundle.File("document.json", content)));

    private sealed class ListeningLog : Log
    {
        internal List<string> Lost { get; } = [];

        internal override void EvidenceLost(string what, Exception cause) => Lost.Add(what);
    }
}

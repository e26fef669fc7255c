using System.Globalization;
using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Commands;

/// <summary>The recorder, oi-record and oi-replay of the published binary.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Document = "docker-20.10-run.json";

    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly string _policy;
    private readonly string _record;

    public ReplayTests()
    {
        _runtime = new RecordingRuntime(_scratch, "runtime");
        _bundle = Bundle.FromTestData(_scratch, Document);
        _record = _scratch["record"];
        _policy = Policy("policy.json");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_create_is_recorded_as_the_engine_made_it_and_replayed_under_another_policy()
    {
        var original = File.ReadAllBytes(_bundle.Document);
        Call("create", "--bundle", _bundle.Path, "c1").Succeeded().Error.Should().BeEmpty();

        Directory.GetFiles(_record, "*.json").Should().ContainSingle();
        File.GetUnixFileMode(_record).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var name = Path.GetFileName(Directory.GetFiles(_record, "*.json")[0]);
        Command("oi-record").Succeeded().OutputText.Should().StartWith($"{_record}: 1 record with ");
        Command("oi-record", "--list").Succeeded().OutputText.Should().StartWith($"{name}  allowed  create   c1 ");
        Command("oi-record", "--export", name).Succeeded().Output.Should().Equal(original.AsSpan().TrimEnd((byte)'\n').ToArray());

        var strict = _scratch.Write("strict.json", """{"rules":[{"name":"no-root","type":"deny","when":{"user":["0"]},"message":"not as root"}]}""");
        var refused = Command("oi-replay", "--policy", strict).Exited(3);
        refused.ErrorText.Should().BeEmpty();
        refused.OutputText.Should().Contain("\n        1  newly refused\n").And.Contain("\n        1  no-root (deny)\n").And.Contain($"{name}: denied by the rule \"no-root\"");
        Command("oi-replay", "--policy", _policy).Succeeded().OutputText.Should().Contain("\n        1  unchanged\n");
    }

    [Fact]
    public void An_exec_and_a_refusal_are_recorded_and_a_call_without_a_document_is_not()
    {
        var process = _scratch.Write("process.json", """{"args":["sh"],"cwd":"/","user":{"uid":0,"gid":0}}""");
        Call("exec", "--process", process, "c1").Succeeded();
        Call("state", "c1").Succeeded();
        Call("delete", "c1").Succeeded();
        Policy("policy.json", """{"type":"deny","when":{"verb":"create"},"message":"not here"}""");
        Call("create", "--bundle", _bundle.Path, "c1").Exited(1);

        var list = JsonNode.Parse(Command("oi-record", "--list", "--output", "json").Succeeded().OutputText)!.AsArray();
        list.Select(call => $"{call!["verb"]} {call["result"]}").Should().Equal("exec allowed", "create refused");
    }

    /// <summary>The runtime of a real container starts under the recorder as without it.</summary>
    [Fact]
    public void A_real_container_runs_and_is_recorded()
    {
        var bundle = Bundle.Runnable(_scratch, ["true"], name: "own");

        PublishedBinary.Call("--oi-config", _policy, "--oi-runtime-path", "runc", "run", "--bundle", bundle.Path, $"oi-replay-{Guid.NewGuid():N}").Run().Succeeded();

        Command("oi-record", "--list").Succeeded().OutputText.Should().Contain("  allowed  run ");
    }

    [Fact]
    public void Documents_of_debug_output_are_replayed_too()
    {
        PublishedBinary.Call("--oi-write-debug-output", "--oi-debug-output-dir", _scratch["debug"], "--oi-env", "A=1", "--oi-runtime-path", "/bin/true", "create", "--bundle", _bundle.Path, "c1").Run().Succeeded();

        var policy = _scratch.Write("new.json", """{"rules":[{"type":"env","force":{"B":"2"}}]}""");
        var report = JsonNode.Parse(Command("oi-replay", "--policy", policy, "--output", "json", _scratch["debug"]).Succeeded().OutputText)!;

        (report["judged"]!.GetValue<int>(), report["changed"]!["count"]!.GetValue<int>(), report["notJudged"]!["count"]!.GetValue<int>()).Should().Be((1, 1, 0));
    }

    /// <summary>Law 5: evidence fails open.</summary>
    [Fact]
    public void A_record_that_cannot_be_written_does_not_stop_the_container()
    {
        foreach (var directory in new[] { "/proc/nowhere/record", "/dev/full", _scratch.Write("file", "") })
        {
            _scratch.Write("policy.json", $$$"""{"recorder":{"directory":"{{{directory}}}"}}""");
            _runtime.Forget();
            var call = Call("create", "--bundle", _bundle.Path, "c1").Succeeded();
            (call.OutputText + call.ErrorText).Should().BeEmpty();
            _runtime.WasCalled.Should().BeTrue();
        }
    }

    [Fact]
    public void A_full_disk_loses_the_record_and_leaves_nothing_half()
    {
        var directory = _scratch.MountTmpfs("record", "64k");
        new Command("dd", "if=/dev/zero", "bs=1k", "of=" + System.IO.Path.Combine(directory, "filler")).Run().Exited(1);
        new Command("chmod", "700", directory).Run().Succeeded();

        Call("create", "--bundle", _bundle.Path, "c1").Succeeded();

        Directory.GetFiles(directory, "*.json*").Should().BeEmpty();
    }

    [Fact]
    public void Two_hundred_calls_at_once_leave_two_hundred_whole_records()
    {
        const int Count = 200;
        var running = Enumerable.Range(0, Count).Select(i =>
        {
            var bundle = Bundle.FromTestData(_scratch, Document, string.Create(CultureInfo.InvariantCulture, $"b{i}"));
            bundle.Edit(spec => spec["annotations"] = new JsonObject { ["x"] = new string('y', 97 * i) });
            return PublishedBinary.Call("--oi-config", _policy, "--oi-runtime-path", "/bin/true", "create", "--bundle", bundle.Path, string.Create(CultureInfo.InvariantCulture, $"c{i}")).Start();
        }).ToArray();
        foreach (var call in running)
        {
            using (call)
                call.Wait().Succeeded().Error.Should().BeEmpty();
        }

        var records = Directory.GetFiles(_record, "*.json").Select(path => JsonNode.Parse(File.ReadAllText(path))!).ToList();
        records.Select(record => record["containerId"]!.GetValue<string>()).Order(StringComparer.Ordinal)
            .Should().Equal(Enumerable.Range(0, Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"c{i}")).Order(StringComparer.Ordinal));
        records.Should().AllSatisfy(record => record["document"]!["annotations"]!["x"]!.GetValue<string>().Length
            .Should().Be(97 * int.Parse(record["containerId"]!.GetValue<string>()[1..], CultureInfo.InvariantCulture)));
    }

    /// <summary>A policy of some rules over thousands of documents takes no more memory than over a few.</summary>
    [Fact]
    public void Thousands_of_records_are_replayed_and_progress_is_shown_on_a_terminal_alone()
    {
        Call("create", "--bundle", _bundle.Path, "c1").Succeeded();
        var whole = File.ReadAllBytes(Directory.GetFiles(_record, "*.json").Single());
        for (var i = 0; i < 6000; i++)
        {
            File.WriteAllBytes(System.IO.Path.Combine(_record, string.Create(CultureInfo.InvariantCulture, $"20261130T080000.{i:d6}Z-0123456789abcdef.json")), whole);
        }

        // So much to judge that no machine is done before progress is shown, after half a second.
        var policy = Policy("long.json", string.Join(',', Enumerable.Range(0, 40).Select(static i => $$"""{ "type": "env", "force": { "N{{i}}": "1" } }""")));
        var command = $"{PublishedBinary.Path} --oi-config {policy} oi-replay --policy {policy} {_record}";
        var inFile = new Command("/bin/sh", "-c", command).Run().Succeeded();
        var onTerminal = new Command("script", "--quiet", "--return", "--command", command, "/dev/null").Run().Succeeded();

        inFile.ErrorText.Should().BeEmpty();
        inFile.OutputText.Should().Contain("\n    6,001  unchanged\n").And.NotContain("\r");
        onTerminal.OutputText.Should().Contain("of 6,001 documents\e[K").And.Contain("    6,001  unchanged");
    }

    private string Policy(string name, string rule = """{"type":"env","force":{"A":"1"}}""") =>
        _scratch.Write(name, $$"""{"recorder":{"directory":"{{_record}}"},"rules":[{{rule}}]}""");

    private CommandResult Call(params string[] arguments) => PublishedBinary.Call(["--oi-config", _policy, "--oi-runtime-path", _runtime.Path, .. arguments]).Run();

    private CommandResult Command(params string[] arguments) => PublishedBinary.Call(["--oi-config", _policy, .. arguments]).Run();
}

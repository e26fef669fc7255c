using System.Globalization;
using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Start;

/// <summary>Which calls start .NET without its collector, and what that start leaves out.</summary>
public sealed class StartTests : IDisposable
{
    private const int Data = 2, Stack = 3, AddressSpace = 9;
    private const int LargestDocument = 1 << 20;

    private readonly Scratch _scratch = new();
    private readonly Bundle _bundle;

    public StartTests()
    {
        File.SetUnixFileMode(_scratch.Path, (UnixFileMode)0b111_101_101);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
    }

    public void Dispose() => _scratch.Dispose();

    private Command Create(params string[] flags) =>
        PublishedBinary.Call([.. flags, "--oi-env", "A=1", "--oi-runtime-path", "/bin/true", "create", "--bundle", _bundle.Path, "c1"]);

    private static Command Exec(string document) => PublishedBinary.Call("--oi-env", "A=1", "--oi-runtime-path", "/bin/true", "exec", "--process", document, "c1");

    private string[] Traced(Command command) => SystemCalls.Of(_scratch, command);

    [Fact]
    public void A_small_document_needs_no_thread_and_nothing_of_the_machine()
    {
        var calls = Traced(Create());

        _bundle.Read()["process"]!["env"]!.ToJsonString().Should().Contain("A=1");
        SystemCalls.HaveThread(calls).Should().BeFalse();
        SystemCalls.Executions(calls).Should().Be(2);
        calls.Where(call => call.Contains("/sys/", StringComparison.Ordinal) || call.Contains("cgroup", StringComparison.Ordinal)
            || call.Contains("mountinfo", StringComparison.Ordinal) || call.Contains("/maps", StringComparison.Ordinal)).Should().BeEmpty();
        SystemCalls.HaveThread(Traced(Create("--oi-collector"))).Should().BeTrue("this test could not fail otherwise");
    }

    [Fact]
    public void A_process_document_is_one_of_them()
    {
        var document = _scratch.Write("process.json", _bundle.Read()["process"]!.ToJsonString());

        SystemCalls.HaveThread(Traced(Exec(document))).Should().BeFalse();
        File.ReadAllText(document).Should().Contain("A=1");
    }

    [Theory]
    [InlineData(LargestDocument, false)]
    [InlineData(LargestDocument + 1, true)]
    public void A_document_of_more_than_1_MiB_has_the_collector(int size, bool hasThread)
    {
        var text = File.ReadAllText(_bundle.Document);
        File.WriteAllText(_bundle.Document, text + new string(' ', size - text.Length));

        SystemCalls.HaveThread(Traced(Create())).Should().Be(hasThread);
        File.ReadAllText(_bundle.Document).Should().Contain("A=1");
    }

    [Fact]
    public void A_document_that_comes_through_a_pipe_has_the_collector()
    {
        var document = _scratch.Write("process.json", _bundle.Read()["process"]!.ToJsonString());
        var call = Exec("/dev/stdin");

        SystemCalls.HaveThread(Traced(new Command("sh", ["-c", $"cat {document} | \"$0\" \"$@\"", call.Program]).Plus(call.Arguments))).Should().BeTrue();
    }

    /// <summary>A document of 64 MiB has the collector collect while its own thread starts.</summary>
    [Fact]
    public void A_collection_in_the_first_millisecond_ends_no_call()
    {
        using (var file = File.OpenWrite(_bundle.Document))
            file.SetLength((64 << 20) + 1);

        for (var i = 0; i < Repetition.Of(thorough: 60, otherwise: 15); i++)
            Create().Run().Exited(1).ErrorText.Should().Contain("larger than 64 MiB");
    }

    [Fact]
    public void Our_own_commands_have_the_collector() =>
        SystemCalls.HaveThread(Traced(PublishedBinary.Call("oi-explain", "--bundle", _bundle.Path))).Should().BeTrue();

    /// <summary>The runtime is called once, by the process that began.</summary>
    [Fact]
    public void A_policy_with_a_filter_begins_anew_with_the_collector()
    {
        var policy = _scratch.Write("policy.json", """{"rules":[{"type":"filter","path":"/usr/bin/sed","args":["sed","s/\"PATH=/\"FILTERED=1\",\"PATH=/"]}]}""");

        var calls = Traced(Create("--oi-config", policy, "--oi-log-file", _scratch["log"]));

        calls.Where(call => call.Contains("\"--oi-collector\"", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().Contain(PublishedBinary.Path);
        _bundle.Read()["process"]!["env"]!.ToJsonString().Should().Contain("FILTERED=1");
        File.ReadAllLines(_scratch["log"]).Where(line => line.Contains("Called", StringComparison.OrdinalIgnoreCase)).Should().HaveCountLessThanOrEqualTo(1);
    }

    /// <summary>As with a filter: it edits the configuration.</summary>
    [Theory]
    [InlineData("precreate", true)]
    [InlineData("prestart", false)]
    public void A_hook_that_edits_the_configuration_begins_anew(string stage, bool isAnew)
    {
        var directory = _scratch.MakeDirectory("hooks.d");
        File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(_scratch.Write("hooks.d/x.json", $$"""{"version":"1.0.0","hook":{"path":"/bin/cat"},"when":{"always":true},"stages":["{{stage}}"]}"""), (UnixFileMode)0b110_100_100);
        var policy = _scratch.Write("policy.json", $$"""{"rules":[{"type":"hooks-dir","directories":["{{directory}}"]}]}""");

        Traced(Create("--oi-config", policy)).Any(call => call.Contains("\"--oi-collector\"", StringComparison.Ordinal)).Should().Be(isAnew);
    }

    /// <summary>A runtime that was put aside as NAME-real is looked for beside the path of the call, which the second start must know as well.</summary>
    [Fact]
    public void Begun_anew_it_finds_the_runtime_that_was_put_aside()
    {
        var directory = _scratch.MakeDirectory("bin");
        File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(_scratch["bin/runc"], PublishedBinary.Path);
        _scratch.WriteScript("bin/runc-real", $"echo called > {_scratch["called"]}");
        var policy = _scratch.Write("policy.json", """{"rules":[{"type":"filter","path":"/bin/cat"}]}""");

        new Command(_scratch["bin/runc"], "--oi-config", policy, "create", "--bundle", _bundle.Path, "c1").Run().Succeeded();

        File.ReadAllText(_scratch["called"]).Should().Be("called\n");
    }

    [Fact]
    public void A_filter_that_is_off_or_concerns_no_exec_does_not()
    {
        var off = _scratch.Write("off.json", """{"rules":[{"type":"filter","path":"/usr/bin/sed","mode":"off"}]}""");
        var on = _scratch.Write("on.json", """{"rules":[{"type":"filter","path":"/usr/bin/sed"}]}""");
        var document = _scratch.Write("process.json", _bundle.Read()["process"]!.ToJsonString());

        SystemCalls.Executions(Traced(Create("--oi-config", off))).Should().Be(2);
        SystemCalls.Executions(Traced(PublishedBinary.Call("--oi-config", on, "--oi-runtime-path", "/bin/true", "exec", "--process", document, "c1"))).Should().Be(2);
    }

    /// <summary>
    /// Where there is room for an arena, every call succeeds. Below that the collector starts, which finds room or not, as its addresses
    /// happen to be: what it can bear then, it bears here as well.
    /// </summary>
    [Theory]
    [InlineData(AddressSpace)]
    [InlineData(Data)]
    public void A_limit_of_memory_never_ends_a_call_that_the_collector_would_not(int limit)
    {
        const long RoomForAnArena = 160 << 20;
        for (var size = 16L << 20; size <= 400L << 20; size += 16 << 20)
        {
            var condition = Condition.Limit(limit, size.ToString(CultureInfo.InvariantCulture), "=");
            bool Succeeds(params string[] flags) => Create(flags).With(condition).Run().ExitCode == 0;

            if (size >= RoomForAnArena)
                Enumerable.Range(0, 3).All(_ => Succeeds()).Should().BeTrue($"{size} bytes are enough");
            else if (Succeeds("--oi-collector"))
                Enumerable.Range(0, 20).Any(_ => Succeeds()).Should().BeTrue($"the collector bears {size} bytes");
        }
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("131072")]
    [InlineData("1048576")]
    [InlineData("18446744073709551615")]
    public void A_document_as_deep_as_can_be_is_judged_on_a_stack_of_any_size(string size)
    {
        _bundle.Edit(spec => spec["annotations"] = new JsonObject { ["deep"] = "HERE" });
        File.WriteAllText(_bundle.Document, File.ReadAllText(_bundle.Document).Replace("\"HERE\"", $"{new string('[', 9_000)}{new string(']', 9_000)}", StringComparison.Ordinal));
        var policy = _scratch.Write("policy.json", """{"rules":[{"type":"merge-patch","document":{"annotations":{"deep":{"a":[]}}}},{"type":"env","default":{"A":"1"}}]}""");
        var limit = Condition.Limit(Stack, size, "=");

        var result = PublishedBinary.Call("--oi-config", policy, "--oi-runtime-path", "/bin/true", "create", "--bundle", _bundle.Path, "c1").With(limit).Run();

        result.ExitCode.Should().BeOneOf(0, 1);
        result.ErrorText.Should().Match(text => text.Length == 0 || text.StartsWith("oci-interceptor: ", StringComparison.Ordinal));
    }
}

using System.Collections.Frozen;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Witness;

/// <summary>Law 1: across the exec, the runtime finds exactly what a direct call would have given it.</summary>
public sealed class TransparencyTests : IDisposable
{
    private readonly WitnessedCall _call = new();

    public void Dispose() => _call.Dispose();

    public static TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var call in _calls.Keys)
        {
            foreach (var condition in StartConditions.All.Keys)
                rows.Add(call, condition);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_runtime_cannot_tell_that_the_interceptor_was_there(string call, string condition)
    {
        var (flags, arguments, rewrites) = _calls[call](_call);
        var start = StartConditions.All[condition];

        var control = _call.Direct(start, arguments);
        control.Result.ExitCode.Should().Be(42);
        Rewritten().Should().BeFalse();
        var witnessed = _call.Intercepted(start, flags, arguments);

        control.Difference(witnessed).Should().BeEmpty();
        witnessed.Record.Should().Be(control.Record);
        witnessed.Result.ExitCode.Should().Be(42);
        witnessed.Result.Output.Should().Equal(control.Result.Output);
        witnessed.Result.Error.Should().Equal(control.Result.Error);
        Rewritten().Should().Be(rewrites);
        File.GetUnixFileMode(_call.Bundle.Document).Should().Be((UnixFileMode)0b110_100_100);
    }

    public static TheoryData<string, string> ClonedRows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var call in new[] { "state", "create that rewrites" })
        {
            foreach (var condition in StartConditions.All.Keys)
                rows.Add(call, condition);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(ClonedRows))]
    public void A_copy_of_the_runtime_finds_the_same_but_for_the_name_that_the_kernel_gave_the_process(string call, string condition)
    {
        var (flags, arguments, rewrites) = _calls[call](_call);
        var start = StartConditions.All[condition];

        var control = _call.Direct(start, arguments);
        var witnessed = _call.Intercepted(start, ["--oi-clone-runtime", .. flags], arguments);

        Named(control.Record).Should().Be("comm witness\\x0a");
        Named(witnessed.Record).Should().NotBe("comm witness\\x0a", "it is the copy that was called");
        witnessed.Record.Replace(Named(witnessed.Record), "", StringComparison.Ordinal)
            .Should().Be(control.Record.Replace(Named(control.Record), "", StringComparison.Ordinal));
        witnessed.Result.ExitCode.Should().Be(42);
        witnessed.Result.Output.Should().Equal(control.Result.Output);
        witnessed.Result.Error.Should().Equal(control.Result.Error);
        Rewritten().Should().Be(rewrites);
    }

    private static string Named(string record) => record.Split('\n').Single(line => line.StartsWith("comm ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(CallNames))]
    public void The_runtime_is_the_very_process_that_was_started(string call)
    {
        var (flags, arguments, _) = _calls[call](_call);
        var witnessed = _call.Intercepted(new(), flags, arguments);
        witnessed.Processes.Should().Be($"{witnessed.ProcessId} {Environment.ProcessId}\n");
    }

    /// <summary>A condition that leaves no trace in the witness' record would prove nothing.</summary>
    [Fact]
    public void Every_start_condition_shows_in_the_record()
    {
        var plain = _call.Direct(StartConditions.All[StartConditions.Plain], ["state"]).Record;
        StartConditions.All.Where(c => c.Key != StartConditions.Plain && _call.Direct(c.Value, ["state"]).Record == plain)
            .Select(c => c.Key).Should().BeEmpty();
    }

    public static TheoryData<string> CallNames() => [.. _calls.Keys];

    private bool Rewritten() =>
        !File.ReadAllBytes(_call.Bundle.Document).AsSpan().SequenceEqual(File.ReadAllBytes(Bundle.TestData("docker-20.10-run.json")))
        || File.ReadAllText(_call.ProcessDocument).Contains("OI_WITNESS", StringComparison.Ordinal);

    /// <summary>The interceptor's flags, the runtime's arguments, and whether a document changes.</summary>
    private static readonly FrozenDictionary<string, Func<WitnessedCall, (string[] Flags, string[] Arguments, bool Rewrites)>> _calls =
        new Dictionary<string, Func<WitnessedCall, (string[] Flags, string[] Arguments, bool Rewrites)>>
        {
            ["state"] = _ => ([], ["--root", "/r", "--log-format", "json", "state", WitnessedCall.Id], false),
            ["state with debug output"] = c => (Debug(c), ["state", WitnessedCall.Id], false),
            ["create that changes nothing"] = c => (["--oi-env", "PATH=/other"], Create(c), false),
            ["create that rewrites"] = c => (["--oi-readonly-networking-mounts"], Create(c), true),
            ["create with a filter"] = c => (["--oi-config", c.FilterPolicy], Create(c), true),
            ["create with debug output and a log"] = c => (["--oi-readonly-networking-mounts", .. Debug(c)], Create(c), true),
            ["exec with a process document"] = c => (["--oi-env", "OI_WITNESS=1"], ["exec", "--process", c.ProcessDocument, WitnessedCall.Id], true),
        }.ToFrozenDictionary();

    private static string[] Create(WitnessedCall call) => ["--root", "/r", "create", "--bundle", call.Bundle.Path, WitnessedCall.Id];

    private static string[] Debug(WitnessedCall call) =>
        ["--oi-write-debug-output", "--oi-debug-output-dir", call.DebugDirectory, "--oi-log-file", call.LogFile, "--oi-log-level", "Verbose"];
}

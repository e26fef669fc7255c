using OciInterceptor.Call;
using OciInterceptor.Evidence;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Evidence;

public sealed class SerilogLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string File => _directory["oi.log"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Without_a_file_there_is_a_silent_log() => Log.For(FlagPolicy.Settings(RawArguments.Of("create ID").Options)).GetType().Should().Be<Log>();

    [Fact]
    public void Each_event_is_a_line_with_its_time_level_and_process()
    {
        var log = Open("");

        log.Called(RawArguments.Of("--log F create --bundle B ID").Call);
        log.Executing("/usr/bin/runc");
        log.Failed(new InterceptorException("cannot read X"));

        Lines.Should().SatisfyRespectively(
            line => line.Should().MatchRegex($@"\A\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}\S+ \[INF\] {Environment.ProcessId} called for create of container ID\z"),
            line => line.Should().EndWith("executing /usr/bin/runc"),
            line => line.Should().Contain(" [ERR] ").And.EndWith("cannot read X"));
    }

    [Fact]
    public void A_call_without_a_container_is_told_without_one()
    {
        Open("").Called(RawArguments.Of("--root R state ID").Call);

        Lines.Should().ContainSingle().Which.Should().EndWith(" called for state");
    }

    [Fact]
    public void For_Guardian_each_call_is_told_with_its_runtime_arguments_and_bundle()
    {
        var call = RawArguments.Of("runc", "--oi-env SECRET=x --log /l run --bundle /b H", "GUARDIAN_RUNC_SHIM_BINARY=/bin/sh", $"GUARDIAN_RUNC_SHIM_LOGFILE={File}").Call;
        var log = Log.For(FlagPolicy.Settings(call.Options));

        log.Using(call, call.FindRuntime());

        Lines.Select(line => line[line.IndexOf($" {Environment.ProcessId} ", StringComparison.Ordinal)..]).Should().Equal(
            $" {Environment.ProcessId} using /bin/sh",
            $" {Environment.ProcessId} with arguments --log /l run --bundle /b H",
            $" {Environment.ProcessId} bundle /b");
    }

    [Fact]
    public void For_others_the_arguments_are_no_part_of_the_log()
    {
        var call = RawArguments.Of("--oi-runtime-path /bin/sh exec ID secret").Call;

        Open("").Using(call, call.FindRuntime());

        Lines.Should().BeEmpty();
    }

    [Fact]
    public void A_change_is_told_without_its_values_which_may_be_secrets()
    {
        var before = Sample.Object("""{"process":{"env":["TOKEN=old-secret"]}}""");
        var after = Sample.Object("""{"process":{"env":["TOKEN=new-secret"]}}""");

        Open("").Applied(CString.Of("/b/config.json"), DocumentPatch.Between(before, after));

        Lines.Should().ContainSingle().Which.Should().Contain("/b/config.json").And.Contain("/process/env/0").And.NotContain("secret");
    }

    [Theory]
    [InlineData("Off", "DBG")]
    [InlineData("NotForExec", "DBG")]
    [InlineData("NotMatched", "DBG")]
    [InlineData("Unchanged", "DBG")]
    [InlineData("Changed", "DBG")]
    [InlineData("Warned", "WRN")]
    [InlineData("Skipped", "WRN")]
    [InlineData("Failed", "ERR")]
    [InlineData("Denied", "ERR")]
    public void A_decision_is_told_at_the_level_of_its_outcome(string outcome, string level)
    {
        Open("--oi-log-level Debug ").Judged(VerdictOf(Enum.Parse<Outcome>(outcome), "why", "{}"));

        Lines.Should().ContainSingle().Which.Should().Contain($" [{level}] ").And.EndWith($" rule own: {outcome} why");
    }

    [Fact]
    public void What_a_rule_would_have_changed_is_told_without_its_values()
    {
        var log = Open("--oi-log-level Warning ");

        log.Judged(VerdictOf(Outcome.Changed, null, """{"a":"secret"}"""));
        Lines.Should().BeEmpty();

        log.Judged(VerdictOf(Outcome.Warned, null, """{"a":"secret","b":1}"""));
        Lines.Should().SatisfyRespectively(
            line => line.Should().Contain(" [WRN] ").And.Contain(" rule own: Warned"),
            line => line.Should().Contain(" [WRN] ").And.EndWith(" rule own would have changed: add /a"),
            line => line.Should().Contain(" [WRN] ").And.EndWith(" rule own would have changed: add /b"));
    }

    [Fact]
    public void What_is_lost_and_what_fails_is_told_with_its_cause()
    {
        var log = Open("");

        log.EvidenceLost("x.json", new IOException("No space left on device"));
        log.Applied(CString.Of("/b/config.json"), DocumentPatch.Between(JsonObject.Empty, JsonObject.Empty));

        Lines.Should().SatisfyRespectively(
            line => line.Should().Contain(" [WRN] ").And.EndWith(" lost x.json: No space left on device"),
            line => line.Should().Contain(" [INF] ").And.EndWith(" nothing to change in /b/config.json"));
    }

    [Fact]
    public void What_a_containers_author_chose_cannot_break_the_line()
    {
        Open("").Called(new RawArguments(["create"u8.ToArray(), "ID\n[ERR] forged\u001B[31m"u8.ToArray()]).Call);

        Lines.Should().ContainSingle().Which.Any(char.IsControl).Should().BeFalse();
    }

    [Fact]
    public void What_a_shadow_would_have_done_is_a_warning_and_what_it_skips_is_not()
    {
        var would = VerdictOf(Outcome.Warned, null, """{"umask":1}""").Decisions[0] with { Shadow = "strict" };
        var verdict = new Verdict(JsonObject.Empty, [], null) { Shadows = [new ShadowVerdict("strict", [would, would with { Outcome = Outcome.Skipped }], "it is broken")] };

        Open("").Judged(verdict);

        Lines.Should().HaveCount(3).And.OnlyContain(line => line.Contains("[WRN]", StringComparison.Ordinal));
        Lines[0].Should().Contain("rule own of the shadow strict: Warned");
        Lines[1].Should().Contain("rule own of the shadow strict would have changed: add /umask");
        Lines[2].Should().Contain("shadow strict was not evaluated: it is broken");
    }

    [Theory]
    [InlineData("Information", 3)]
    [InlineData("Warning", 2)]
    [InlineData("Error", 1)]
    [InlineData("Fatal", 0)]
    public void Less_than_the_level_is_not_written(string level, int lines)
    {
        var log = Open($"--oi-log-level {level} ");

        log.Executing("/usr/bin/runc");
        log.EvidenceLost("x.json", new IOException("No space left on device"));
        log.Failed(new InterceptorException("cannot read X"));

        Lines.Should().HaveCount(lines);
    }

    [Theory]
    [InlineData("/dev/null/oi.log")]
    [InlineData("/dev/full")]
    [InlineData("/")]
    public void A_log_that_cannot_be_written_stops_nothing(string file)
    {
        var log = Log.For(FlagPolicy.Settings(RawArguments.Of($"--oi-log-file {file} create ID").Options));

        log.Invoking(l => l.Executing("/usr/bin/runc")).Should().NotThrow();
    }

    private static Verdict VerdictOf(Outcome outcome, string? reason, string after)
    {
        var rule = PolicyFileReader.ReadRule(Sample.Value("""{"name":"own","type":"umask","value":"0022"}"""), "p.json", new FakeHost());
        return new Verdict(JsonObject.Empty, [new Decision(rule, outcome, reason, JsonObject.Empty, Sample.Object(after))], null);
    }

    private string[] Lines => System.IO.File.Exists(File) ? System.IO.File.ReadAllLines(File) : [];

    private Log Open(string flags) => Log.For(FlagPolicy.Settings(RawArguments.Of($"--oi-log-file {File} {flags}create ID").Options));
}

using System.Text.Json.Nodes;
using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Commands.Report;

namespace OciInterceptor.Tests.Commands;

public sealed class ReportCommandTests : IDisposable
{
    private const string Web = ",'image':'web:1','labels':{'team':'red'},'microseconds':1500";
    private const string Shop = ",'image':'db:2','namespace':'shop','microseconds':400";

    private readonly CommandRun _run = new();
    private readonly ReportCommand _command = new() { Now = () => new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero) };

    public void Dispose() => _run.Dispose();

    private static string Trail =>
        TrailText.Call(rest: Web + TrailText.Rules(TrailText.Rule("zone", "Changed"), TrailText.Rule("no-root", "Warned", ",'shadow':'strict','reason':'not as root'"), TrailText.Rule("ro", "Warned", ",'shadow':'strict','patch':[]")))
        + TrailText.Call(rest: Shop + TrailText.Rules(TrailText.Rule("zone", "Unchanged"), TrailText.Rule("no-root", "NotMatched", ",'shadow':'strict','reason':'user is 7'"), TrailText.Rule("ro", "Warned", ",'shadow':'strict','patch':[]")))
        + TrailText.Call(rest: Web + TrailText.Rules(TrailText.Rule("zone", "Changed"), TrailText.Rule("no-root", "Warned", ",'shadow':'strict','reason':'not as root'")), time: "2026-11-29T09:00:00.000Z", verb: "run")
        + TrailText.Call("refused", Shop + TrailText.Rules(TrailText.Rule("zone", "Denied", ",'reason':'no zone'")), "2026-11-29T10:00:00.000Z")
        + TrailText.Call("failed", ",'shadowFaults':[{'shadow':'old','fault':'it is broken'}]", "2026-11-28T10:00:00.000Z");

    [Fact]
    public void People_see_whom_rules_that_are_tried_out_would_affect_and_what_those_in_force_did()
    {
        var trail = _run.Write("a.jsonl", "{'time':'2026-\n" + Trail + "not JSON\n");

        var answer = _run.Run(_command, trail);

        answer.ExitCode.Should().Be(0);
        answer.Text().Should().Be($"""
            Audit trail: {trail}
            5 calls from 2026-11-28T10:00:00.000Z to 2026-11-29T10:00:00.000Z
            2 lines were ignored, which are incomplete or not from an audit trail; the first is {trail}:1
            The shadow old was not evaluated in 1 call: it is broken
              create      2 allowed, 1 failed, 1 refused
              run         1 allowed
            Own work: half of the calls within 0.4 ms, 90 % within 1.5 ms, 99 % within 1.5 ms, the longest 1.5 ms

            Shadows and rules in mode warn. If enforced, they would have:
               refused   changed   skipped  of          rule
                     2         0         0  3           no-root (deny, shadow strict)
                                                          last: not as root (c1)
                     2         0         0                image web:1
                     2         0         0                label team red
                     0         2         0  2           ro (deny, shadow strict)
                     0         1         0                image db:2
                     0         1         0                image web:1
                     0         1         0                label team red
                     0         1         0                namespace shop

            In force. These have:
               refused   changed   skipped  of          rule
                     1         2         0  4           zone (deny, /p.json)
                                                          last: no zone (c1)
                     1         0         0                image db:2
                     1         0         0                namespace shop
                     0         2         0                image web:1
                     0         2         0                label team red

            """);
    }

    [Fact]
    public void Scripts_get_everything()
    {
        var report = JsonNode.Parse(_run.Run(_command, _run.Write("a.jsonl", Trail), "--output", "json").Text())!;

        report.AsObject().Select(member => member.Key).Should().Equal(
            "files", "first", "last", "calls", "foreignLines", "callsWithRulesLeftOut", "microseconds", "shadowFaults", "rules", "groups");
        report["calls"]!.AsArray().Sum(call => call!["count"]!.GetValue<int>()).Should().Be(5);
        report["microseconds"]!.ToJsonString().Should().Be("""{"count":4,"sum":3800,"half":415,"of90Percent":1500,"of99Percent":1500,"longest":1500}""");
        report["shadowFaults"]!.ToJsonString().Should().Be("""[{"shadow":"old","fault":"it is broken","calls":1}]""");
        report["rules"]![0]!.ToJsonString().Should().Be(
            """{"name":"no-root","type":"deny","origin":"/p.json","shadow":"strict","calls":3,"refused":0,"changed":0,"wouldRefuse":2,"wouldChange":0,"skipped":0,"lastReason":"not as root","lastContainer":"c1","groups":"""
            + """[{"by":"image","value":"web:1","calls":2,"refused":0,"changed":0,"wouldRefuse":2,"wouldChange":0,"skipped":0},{"by":"label team","value":"red","calls":2,"refused":0,"changed":0,"wouldRefuse":2,"wouldChange":0,"skipped":0}]}""");
        report["groups"]!.AsArray().Select(group => $"{group!["by"]} {group["value"]}: {group["calls"]}, {group["refused"]}, {group["wouldRefuse"]}, {group["wouldChange"]}").Should().Equal(
            "image web:1: 2, 0, 2, 0", "label team red: 2, 0, 2, 0", "image db:2: 2, 1, 0, 1", "namespace shop: 2, 1, 0, 1");
    }

    [Fact]
    public void Values_separated_by_commas_are_quoted_and_are_not_formulas()
    {
        var trail = _run.Write("a.jsonl", TrailText.Call(rest: ",'image':'=1+2,\\'x\\'','labels':{'@a':'-b'}" + TrailText.Rules(TrailText.Rule("r", "Changed"))));

        _run.Run(_command, trail, "--output", "csv").Text().Should().EndWith(string.Join("\r\n",
            "rules,r,deny,/p.json,,,,,,1,0,1,0,0,0,",
            "rules,r,deny,/p.json,,image,\"'=1+2,\"\"x\"\"\",,,1,0,1,0,0,0,",
            "rules,r,deny,/p.json,,label @a,'-b,,,1,0,1,0,0,0,",
            "groups,,,,,image,\"'=1+2,\"\"x\"\"\",,,1,0,1,0,0,0,",
            "groups,,,,,label @a,'-b,,,1,0,1,0,0,0,",
            ""));
    }

    [Fact]
    public void Values_separated_by_commas_have_everything_in_one_table()
    {
        var trail = _run.Write("a.jsonl", "{\n" + Trail);

        var lines = _run.Run(_command, trail, "--output", "csv").Text().Split("\r\n");

        lines.SkipLast(1).Should().OnlyContain(line => line.Count(c => c == ',') == 15);
        lines.Where(line => !line.StartsWith("rules,", StringComparison.Ordinal)).Should().Equal(
            "table,rule,type,origin,shadow,by,value,verb,result,count,refused,changed,would_refuse,would_change,skipped,microseconds",
            "calls,,,,,,,create,allowed,2,,,,,,",
            "calls,,,,,,,run,allowed,1,,,,,,",
            "calls,,,,,,,create,refused,1,,,,,,",
            "calls,,,,,,,create,failed,1,,,,,,",
            "microseconds,,,,,,sum,,,4,,,,,,3800",
            "microseconds,,,,,,half,,,4,,,,,,415",
            "microseconds,,,,,,of90Percent,,,4,,,,,,1500",
            "microseconds,,,,,,of99Percent,,,4,,,,,,1500",
            "microseconds,,,,,,longest,,,4,,,,,,1500",
            "shadowFaults,,,,old,,it is broken,,,1,,,,,,",
            $"foreignLines,,,,,,{trail}:1,,,1,,,,,,",
            "callsWithRulesLeftOut,,,,,,,,,0,,,,,,",
            "groups,,,,,image,web:1,,,2,0,0,2,0,0,",
            "groups,,,,,label team,red,,,2,0,0,2,0,0,",
            "groups,,,,,image,db:2,,,2,1,0,0,1,0,",
            "groups,,,,,namespace,shop,,,2,1,0,0,1,0,",
            "");
        lines.Should().Contain("rules,no-root,deny,/p.json,strict,,,,,3,0,0,2,0,0,").And.Contain("rules,zone,deny,/p.json,,image,db:2,,,1,1,0,0,0,0,");
    }

    [Fact]
    public void Values_separated_by_commas_have_no_times_where_the_trail_has_none()
    {
        _run.Run(_command, _run.Write("a.jsonl", TrailText.Call()), "--output", "csv").Text().Split("\r\n").Skip(1).Should().Equal(
            "calls,,,,,,,create,allowed,1,,,,,,", "foreignLines,,,,,,,,,0,,,,,,", "callsWithRulesLeftOut,,,,,,,,,0,,,,,,", "");
    }

    [Fact]
    public void Metrics_are_counters_and_a_histogram_in_seconds()
    {
        var metrics = _run.Run(_command, _run.Write("a.jsonl", Trail), "--output", "prometheus").Text();

        metrics.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Should().Equal(
            "# TYPE oci_interceptor_calls_total counter", "# TYPE oci_interceptor_rule_decisions_total counter", "# TYPE oci_interceptor_call_duration_seconds histogram",
            "# TYPE oci_interceptor_shadow_faults_total counter", "# TYPE oci_interceptor_audit_foreign_lines_total counter");
        metrics.Split('\n').Count(line => line.StartsWith("# HELP", StringComparison.Ordinal)).Should().Be(5);
        metrics.Should().ContainAll(
            "oci_interceptor_calls_total{verb=\"create\",result=\"allowed\"} 2\n",
            "oci_interceptor_rule_decisions_total{rule=\"no-root\",type=\"deny\",origin=\"/p.json\",shadow=\"strict\",effect=\"would_refuse\"} 2\n",
            "oci_interceptor_rule_decisions_total{rule=\"no-root\",type=\"deny\",origin=\"/p.json\",shadow=\"strict\",effect=\"none\"} 1\n",
            "oci_interceptor_call_duration_seconds_bucket{le=\"0.00025\"} 0\noci_interceptor_call_duration_seconds_bucket{le=\"0.0005\"} 2\n",
            "oci_interceptor_call_duration_seconds_bucket{le=\"+Inf\"} 4\noci_interceptor_call_duration_seconds_sum 0.0038\noci_interceptor_call_duration_seconds_count 4\n",
            "oci_interceptor_shadow_faults_total{shadow=\"old\"} 1\n",
            "oci_interceptor_audit_foreign_lines_total 0\n");
        metrics.Should().NotContainAny("web:1", "shop");
    }

    [Theory]
    [InlineData("2026-11-29T09:00:00Z", 2)]
    [InlineData("15h", 2)]
    [InlineData("1d", 4)]
    [InlineData("7d", 5)]
    [InlineData("1s", 0)]
    public void Calls_before_a_time_are_left_out(string since, int calls)
    {
        var report = JsonNode.Parse(_run.Run(_command, _run.Write("a.jsonl", Trail), "--since", since, "--output", "json").Text())!;
        report["calls"]!.AsArray().Sum(call => call!["count"]!.GetValue<int>()).Should().Be(calls);
    }

    [Fact]
    public void One_line_that_is_not_of_a_trail_is_one()
    {
        var trail = _run.Write("a.jsonl", TrailText.Call() + "not JSON\n");
        _run.Run(_command, trail).Text().Should().Contain($"\n1 line was ignored, which is incomplete or not from an audit trail; the first is {trail}:2\n");
    }

    [Fact]
    public void Without_calls_that_is_said() =>
        _run.Run(_command, _run.Write("a.jsonl", Trail), "--since", "1s").Text().Should().EndWith("\nNo calls since 2026-11-29T23:59:59.000Z.\n");

    [Fact]
    public void Labels_are_those_that_are_asked_for()
    {
        var trail = _run.Write("a.jsonl", TrailText.Call(rest: ",'labels':{'a':'1','b':'2','c':'3'}"));

        Labels().Should().Equal("label a", "label b", "label c");
        Labels("--label", "a", "--label", "c").Should().Equal("label a", "label c");

        IEnumerable<string> Labels(params string[] arguments) =>
            JsonNode.Parse(_run.Run(_command, [trail, "--output", "json", .. arguments]).Text())!["groups"]!.AsArray().Select(group => group!["by"]!.GetValue<string>());
    }

    [Fact]
    public void Without_a_file_the_trail_of_the_policy_is_read_with_its_rotated_files()
    {
        var trail = _run.Write("audit", TrailText.Call());
        _run.Write("audit.1", TrailText.Call() + TrailText.Call());
        _run.WritePolicy($"{{'audit':{{'file':'{trail}'}}}}");

        var answer = _run.Run(_command).Text();

        answer.Should().StartWith($"Audit trail: {trail}.1, {trail}\n3 calls ");
    }

    [Fact]
    public void Without_a_trail_that_is_an_error()
    {
        _run.WritePolicy("{}");
        FluentActions.Invoking(() => _run.Run(_command)).Should().Throw<InterceptorException>().WithMessage("oi-report: the policy in force has no file of an audit trail: name one");
    }

    [Theory]
    [InlineData("prometheus", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData("human", UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    public void A_report_is_put_into_a_file_whole(string output, UnixFileMode mode)
    {
        var trail = _run.Write("a.jsonl", Trail);
        var file = _run.Write("out/x.prom", "old");
        var expected = _run.Run(_command, trail, "--output", output).Text();

        var answer = _run.Run(_command, trail, "--output", output, "--output-file", file);

        answer.Text().Should().BeEmpty();
        File.ReadAllText(file).Should().Be(expected);
        File.GetUnixFileMode(file).Should().Be(mode);
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(file)!).Should().ContainSingle();
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error() =>
        FluentActions.Invoking(() => _run.Run(_command, _run.Write("a.jsonl", Trail), "--output-file", "/nowhere/x")).Should().Throw<InterceptorException>()
            .WithMessage($"cannot write /nowhere/x: {Errno.Message(Errno.ENOENT)}");

    /// <summary>As root, a rename over /dev/null or /dev/stdout takes it from everybody.</summary>
    [Fact]
    public void What_is_not_a_regular_file_is_not_replaced()
    {
        var trail = _run.Write("a.jsonl", Trail);
        var (fifo, link, target) = (Path.Combine(_run.Root, "fifo"), Path.Combine(_run.Root, "link"), _run.Write("target", "old"));
        Posix.MakeFifo(fifo);
        File.CreateSymbolicLink(link, target);
        foreach (var path in (string[])[fifo, link])
        {
            FluentActions.Invoking(() => _run.Run(_command, trail, "--output-file", path)).Should().Throw<InterceptorException>()
                .WithMessage($"cannot write {path}: it is there, and is not a regular file");
        }

        FileStatus.OfName(fifo).Kind.Should().Be("p");
        FileStatus.OfName(link).IsSymbolicLink.Should().BeTrue();
        File.ReadAllText(target).Should().Be("old");
    }

    /// <summary>A rule that is enforced after it was tried out in mode warn has both behind it.</summary>
    [Fact]
    public void A_rule_that_was_tried_out_and_is_in_force_now_is_in_both_tables()
    {
        var trail = _run.Write("a.jsonl",
            TrailText.Call(rest: ",'image':'a'" + TrailText.Rules(TrailText.Rule("no-root", "Warned", ",'reason':'would'"), TrailText.Rule("zone", "Warned")))
            + TrailText.Call("refused", ",'image':'b'" + TrailText.Rules(TrailText.Rule("no-root", "Denied", ",'reason':'did'")))
            + TrailText.Call(rest: TrailText.Rules(TrailText.Rule("zone", "Skipped", ",'reason':'r'"))));

        var text = _run.Run(_command, trail).Text();

        text[text.IndexOf("\n\n", StringComparison.Ordinal)..].Should().Be("""


            Shadows and rules in mode warn. If enforced, they would have:
               refused   changed   skipped  of          rule
                     1         0         0  2           no-root (deny, /p.json)
                                                          last: would (c1)
                     1         0         0                image a
                     0         1         1  2           zone (deny, /p.json)
                                                          last: r (c1)
                     0         1         0                image a

            In force. These have:
               refused   changed   skipped  of          rule
                     1         0         0  2           no-root (deny, /p.json)
                                                          last: did (c1)
                     1         0         0                image b

            """);
    }

    /// <summary>Half of a surrogate pair is no text.</summary>
    [Fact]
    public void A_long_value_is_cut_between_characters()
    {
        var trail = _run.Write("a.jsonl", TrailText.Call(rest: $",'image':'{new string('x', 199)}\ud83d\ude00y'"));

        var group = JsonNode.Parse(_run.Run(_command, trail, "--output", "json").Text())!["groups"]![0]!;

        group["value"]!.GetValue<string>().Should().Be(new string('x', 199) + "…");
    }

    [Fact]
    public void A_call_counts_once_for_labels_that_are_shown_alike()
    {
        var name = new string('n', 300);
        var trail = _run.Write("a.jsonl", TrailText.Call(rest: $",'labels':{{'{name}1':'v','{name}2':'v'}}" + TrailText.Rules(TrailText.Rule("r", "Changed"))));

        var report = JsonNode.Parse(_run.Run(_command, trail, "--output", "json").Text())!;

        report["groups"]!.AsArray().Should().ContainSingle().Which!["calls"]!.GetValue<int>().Should().Be(1);
        report["rules"]![0]!["groups"]![0]!["calls"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public void Rules_without_room_in_their_line_are_told_of() =>
        _run.Run(_command, _run.Write("a.jsonl", TrailText.Call(rest: ",'rules':[],'rulesLeftOut':2"))).Text().Should()
            .Contain("\n1 call has more rules than its line had room for: these rules are not counted\n");

    [Fact]
    public void People_see_the_ten_groups_that_are_affected_most()
    {
        var trail = _run.Write("a.jsonl", string.Concat(Enumerable.Range(0, 12).Select(i => TrailText.Call(rest: $",'image':'i{i:00}'" + TrailText.Rules(TrailText.Rule("r", "Warned"))))));

        var text = _run.Run(_command, trail).Text();

        text.Should().Contain("image i09\n").And.NotContain("i10").And.Contain("  and 2 more images, namespaces and labels: --output csv\n");
    }

    [Attack("Control characters for a terminal")]
    [Theory]
    [InlineData("human")]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("prometheus")]
    public void No_control_character_of_the_author_reaches_a_terminal(string output)
    {
        const string Odd = "\\u001b[2J\\u202e\\r\\n";
        var rule = TrailText.Rule($"r{Odd}", "Warned", $",'shadow':'s{Odd}','reason':'x{Odd}'");
        var trail = _run.Write("a.jsonl", TrailText.Call(rest: $",'image':'i{Odd}','labels':{{'l{Odd}':'v{Odd}'}},'shadowFaults':[{{'shadow':'s{Odd}','fault':'f{Odd}'}}]" + TrailText.Rules(rule)));

        var text = _run.Run(_command, trail, "--output", output).Text();

        text.Should().Contain("\\u001b").And.Contain("\\u202e");
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Where(c => ControlCharacter.Is(c) && c != '\n').Should().BeEmpty();
    }
}

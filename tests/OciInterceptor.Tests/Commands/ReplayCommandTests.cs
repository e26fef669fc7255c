using System.Text.Json.Nodes;
using OciInterceptor.Commands;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Commands;

/// <summary>oi-replay over records in a directory of the test; double quotes are written as single ones.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde";
    private const string Root = "'process':{'user':{'uid':0,'gid':0}}";
    private const string User = "'process':{'user':{'uid':1000,'gid':0}}";

    private readonly CommandRun _run = new();

    public ReplayCommandTests()
    {
        _run.WritePolicy("{'rules':[{'type':'deny','name':'no-uts','when':{'hostname':['bad']},'message':'not here'},{'type':'umask','value':'0022'}]}");
        Policy("{'rules':[{'type':'deny','name':'no-root','when':{'user':['0']},'message':'not as root'},{'type':'umask','name':'mask','value':'0027','when':{'label':{'team':'*'}}},{'type':'umask','value':'0022','when':{'not':{'label':{'team':'*'}}}}]}");
        Call("1", Root, "'image':'nginx','labels':{'team':'x'}");
        Call("2", Root, "'image':'nginx'");
        Call("3", User, "'image':'redis','labels':{'team':'y'}");
        Call("4", User, "'image':'redis'");
        Call("5", $"{User},'hostname':'bad'", "'image':'odd'", "'result':'allowed',");
        Call("6", $"{Root},'hostname':'bad'", "'image':'odd'", "'result':'refused',");
    }

    public void Dispose() => _run.Dispose();

    private string Record => Path.Combine(_run.Root, "record");

    [Fact]
    public void What_differs_is_counted_by_rule_and_by_image_each_with_an_example()
    {
        var (code, text) = Replay();

        code.Should().Be(3);
        text.Should().Be($"""
            Record: {Record}
            Policy in force: {_run.Root}/policies/config.json
            Other policy: {_run.Root}/new.json

                    2  unchanged
                    1  changed differently from now
                    2  newly refused
                    1  no longer refused
                    0  not judged
            1 had a different result when recorded than under the policy in force, such as 5.json: the policy or this machine has changed since.

            Newly refused: 2
              by rule
                    2  no-root (deny)
                       1.json: denied by the rule "no-root" (deny, {_run.Root}/new.json): not as root (when {"{\"user\":[\"0\"]}"})
              by image
                    2  nginx
                       1.json: denied by the rule "no-root" (deny, {_run.Root}/new.json): not as root (when {"{\"user\":[\"0\"]}"})

            Changed differently from now: 1
              by rule
                    1  mask (umask)
                       3.json: replace /process/user/umask
                    1  umask
                       3.json: replace /process/user/umask
              by image
                    1  redis
                       3.json: replace /process/user/umask

            No longer refused: 1
              by rule
                    1  no-uts (deny)
                       5.json: denied by the rule "no-uts" (deny, {_run.Root}/policies/config.json): not here (when {"{\"hostname\":[\"bad\"]}"})
              by image
                    1  odd
                       5.json: denied by the rule "no-uts" (deny, {_run.Root}/policies/config.json): not here (when {"{\"hostname\":[\"bad\"]}"})

            """);
    }

    [Fact]
    public void Calls_can_be_grouped_by_a_label_or_else_an_annotation()
    {
        Write("7.json", $"{{{Root},'annotations':{{'team':'z'}}}}");

        Json("--by", "label:team")["newlyRefused"]!["byGroup"]!["first"]!.AsArray().Select(group => $"{group!["name"]} {group["count"]} {group["example"]}")
            .Should().Equal("unknown 1 2.json", "x 1 1.json", "z 1 7.json");
    }

    [Fact]
    public void Scripts_get_the_same()
    {
        var report = Json();

        report.AsObject().Select(member => member.Key).Should().Equal("record", "present", "proposed", "groupedBy", "judged", "unchanged", "changed", "newlyRefused", "noLongerRefused",
            "otherThanRecorded", "otherThanRecordedExample", "redacted", "notJudged");
        (report["judged"]!.GetValue<int>(), report["unchanged"]!.GetValue<int>(), report["otherThanRecorded"]!.GetValue<int>()).Should().Be((6, 2, 1));
        report["groupedBy"]!.GetValue<string>().Should().Be("image");
        report["newlyRefused"]!["count"]!.GetValue<int>().Should().Be(2);
        report["newlyRefused"]!["byRule"]!["groups"]!.GetValue<int>().Should().Be(1);
        report["changed"]!["byRule"]!["first"]![0]!.ToJsonString().Should().Be("""{"name":"mask (umask)","count":1,"example":"3.json","detail":"replace /process/user/umask"}""");
        report["notJudged"]!.ToJsonString().Should().Be("""{"count":0,"first":[]}""");
    }

    [Fact]
    public void The_present_policy_is_the_one_of_the_flags_before_the_command()
    {
        using var run = new CommandRun(_run.Root) { Flags = $"--oi-config {_run.Root}/new.json" };

        var answer = run.Run(new ReplayCommand(), "--policy", $"{_run.Root}/new.json", Record);

        answer.ExitCode.Should().Be(0);
        answer.Text().Should().Contain("\n        6  unchanged\n");
    }

    [Fact]
    public void The_flags_that_make_rules_hold_for_both()
    {
        using var run = new CommandRun(_run.Root) { Flags = "--oi-env A=1" };
        _run.WritePolicy("{}");
        Policy("{}");

        run.Run(new ReplayCommand(), "--policy", $"{_run.Root}/new.json", Record).Text().Should().Contain("\n        6  unchanged\n").And.Contain("Other policy: " + _run.Root + "/new.json, flags\n");
    }

    [Fact]
    public void A_policy_may_be_a_draft_that_no_call_would_trust()
    {
        _run.Untrusted[$"{_run.Root}/new.json"] = "is owned by user 4711";
        File.SetUnixFileMode($"{_run.Root}/new.json", UnixFileMode.UserRead | UnixFileMode.OtherWrite);

        Replay().Code.Should().Be(3);
    }

    [Fact]
    public void A_policy_that_cannot_be_read_is_an_error()
    {
        Policy("{'rules':[{'type':'umsk'}]}");
        FluentActions.Invoking(() => Replay()).Should().Throw<InterceptorException>().WithMessage($"{_run.Root}/new.json:1:19: unknown rule type \"umsk\"*");
        FluentActions.Invoking(() => _run.Run(new ReplayCommand(), "--policy", _run.Root, Record)).Should().Throw<InterceptorException>().WithMessage("cannot read the policy *: it is not a regular file");
        FluentActions.Invoking(() => _run.Run(new ReplayCommand(), "--policy", "/nowhere/x", Record)).Should().Throw<InterceptorException>().WithMessage($"cannot read the policy /nowhere/x: {Errno.Message(Errno.ENOENT)}");
        FluentActions.Invoking(() => _run.Run(new ReplayCommand(), Record)).Should().Throw<InterceptorException>().WithMessage("oi-replay: *--policy*");
    }

    [Fact]
    public void What_cannot_be_judged_is_named_and_the_others_are_judged()
    {
        _run.Write("outside.json", $"{{{Root}}}");
        Write("a-torn.json", "{'record':1,'verb':'create','document':{");
        File.CreateSymbolicLink(Path.Combine(Record, "b-link.json"), Path.Combine(_run.Root, "outside.json"));
        Posix.MakeFifo(Path.Combine(Record, "c-fifo.json"));
        Directory.CreateDirectory(Path.Combine(Record, "d-directory.json"));
        Write("e-other.json", "{'version':1}");
        Write("f-large.json", new string(' ', (16 << 20) + 1));
        Write("web_parsed.json", "{");
        Write("web_modified.json", "{");
        Write("runtime_calls.txt", "x");

        var (code, text) = Replay();

        code.Should().Be(3, "a refusal is the graver result");
        text.Should().Contain("\n        6  not judged\n").And.Contain("\n        2  newly refused\n").And.EndWith("""

            Not judged: 6
              a-torn.json: 1:41: not valid JSON: the document ends inside the object that begins at 1:40
              b-link.json: it is a symbolic link
              c-fifo.json: it is not a regular file
              d-directory.json: it is not a regular file
              e-other.json: 1:1: neither a container's configuration nor a process document
              and 1 more

            """);
    }

    [Fact]
    public void Without_a_new_refusal_the_exit_code_says_that_some_were_not_judged()
    {
        Policy("{}");
        Replay().Code.Should().Be(0);

        Write("torn.json", "{");

        Replay().Code.Should().Be(2);
    }

    [Fact]
    public void No_program_is_run_unless_it_is_asked_for()
    {
        Policy("{'rules':[{'type':'filter','path':'/usr/bin/f'}]}");

        var (code, text) = Replay();

        code.Should().Be(2);
        text.Should().Contain("\n        6  not judged\n").And.Contain("  1.json: a rule runs /usr/bin/f, and no program is run without --run-programs\n");
        Replay("--run-programs").Text.Should().Contain("\n        0  not judged\n").And.Contain("\n        4  changed differently from now\n");
    }

    [Fact]
    public void Records_without_the_values_of_variables_are_counted()
    {
        Call("7", User, "'image':'i'", "'redacted':true,");
        Replay().Text.Should().Contain("\n1 recorded without the values of variables: conditions on \"env\" may have other results.\n");
    }

    [Fact]
    public void An_exec_is_judged_by_the_rules_about_processes()
    {
        Directory.Delete(Record, recursive: true);
        Write("x-exec_original.json", "{'args':['sh'],'cwd':'/','user':{'uid':0,'gid':0}}");

        Json()["newlyRefused"]!["byGroup"]!["first"]!.ToJsonString().Should().Contain("\"name\":\"unknown\"").And.Contain("x-exec_original.json");
    }

    [Fact]
    public void The_directory_is_the_recorders_unless_another_is_named()
    {
        FluentActions.Invoking(() => _run.Run(new ReplayCommand(), "--policy", $"{_run.Root}/new.json")).Should().Throw<InterceptorException>()
            .WithMessage("oi-replay: want DIR, because the policy in force has no \"recorder\"");
        _run.WritePolicy($"{{'recorder':{{'directory':'{Record}'}}}}");

        _run.Run(new ReplayCommand(), "--policy", $"{_run.Root}/new.json").Text().Should().StartWith($"Record: {Record}\n");
    }

    [Fact]
    public void A_directory_without_a_record_or_none_at_all_is_an_error()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_run.Root, "empty")).FullName;
        FluentActions.Invoking(() => _run.Run(new ReplayCommand(), "--policy", $"{_run.Root}/new.json", empty)).Should().Throw<InterceptorException>()
            .WithMessage($"oi-replay: {empty} has no recorded call: want a directory of the recorder or of debug output");
        FluentActions.Invoking(() => _run.Run(new ReplayCommand(), "--policy", $"{_run.Root}/new.json", "/nowhere/x")).Should().Throw<InterceptorException>()
            .WithMessage($"cannot read the directory /nowhere/x: {Errno.Message(Errno.ENOENT)}");
    }

    [Fact]
    public void An_audit_trail_has_no_documents_to_replay()
    {
        var trail = _run.Write("audit.jsonl", "{}\n");
        FluentActions.Invoking(() => _run.Run(new ReplayCommand(), "--policy", $"{_run.Root}/new.json", trail)).Should().Throw<InterceptorException>()
            .WithMessage($"oi-replay: {trail} is not a directory: want a directory of the recorder or of debug output, which has documents (an audit trail has only results: oi-report reads it)");
    }

    [Theory]
    [InlineData("label:")]
    [InlineData("images")]
    public void A_wrong_property_is_an_error(string by) =>
        FluentActions.Invoking(() => Replay("--by", by)).Should().Throw<InterceptorException>().WithMessage($"oi-replay: invalid --by \"{by}\": want image, or label:NAME");

    [Fact]
    public void The_places_of_a_long_difference_are_counted()
    {
        _run.WritePolicy("{}");
        Policy("{'rules':[{'type':'annotations','set':{'a':'1','b':'1','c':'1','d':'1'}},{'type':'umask','value':'0077'},{'type':'oom-score-adj','value':1}]}");
        Json()["changed"]!["byGroup"]!["first"]![0]!["detail"]!.GetValue<string>().Should().MatchRegex("^add [^,]+, add [^,]+(, (add|replace) [^,]+)? and [0-9] more$|^[^,]+, [^,]+, [^,]+$");
    }

    [Fact]
    public void Where_only_the_order_of_rules_differs_all_that_change_something_are_named()
    {
        _run.WritePolicy("{'rules':[{'type':'annotations','name':'one','set':{'a':'1'}},{'type':'annotations','name':'two','set':{'b':'1'}}]}");
        Policy("{'rules':[{'type':'annotations','name':'two','set':{'b':'1'}},{'type':'annotations','name':'one','set':{'a':'1'}}]}");
        foreach (var file in Directory.GetFiles(Record))
        {
            File.Delete(file);
        }
        Write("1.json", "{'mounts':[],'annotations':{}}");

        Json()["changed"]!["byRule"]!["first"]!.AsArray().Select(group => group!["name"]!.GetValue<string>()).Should().Equal("one (annotations)", "two (annotations)");
    }

    private (int Code, string Text) Replay(params string[] more)
    {
        var answer = _run.Run(new ReplayCommand(), ["--policy", $"{_run.Root}/new.json", Record, .. more]);
        return (answer.ExitCode, answer.Text());
    }

    private JsonNode Json(params string[] more) => JsonNode.Parse(Replay(["--output", "json", .. more]).Text)!;

    private void Policy(string text) => _run.Write("new.json", text);

    private void Write(string name, string text) => _run.Write($"record/{name}", text);

    private void Call(string number, string document, string docker, string more = "") =>
        Write($"{number}.json", $"{{'record':1,'verb':'create','containerId':'{Id}{number}','docker':{{{docker}}},{more}'document':{{{document}}}}}");
}

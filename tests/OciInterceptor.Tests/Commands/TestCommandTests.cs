using System.Text.Json.Nodes;
using System.Xml.Linq;
using OciInterceptor.Commands.Testing;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Commands.Testing;

namespace OciInterceptor.Tests.Commands;

/// <summary>What oi-test prints, writes and exits with. What a test file may say is for <see cref="TestFileReaderTests"/>.</summary>
public sealed class TestCommandTests
{
    private static string Denied => PolicyTestRun.Test("root is denied", "'denied':'not as root'");

    private static string Zone => PolicyTestRun.Test("others get a time zone", "'rules':['zone'],'contains':{'/process/env':['TZ=UTC']}", "'change':{'process':{'user':{'uid':7}}},");

    private static string Wrong => PolicyTestRun.Test("the zone is ours", "'values':{'/process/env/2':'TZ=Europe/Vienna'}", "'change':{'process':{'user':{'uid':7}}},");

    [Fact]
    public void Tests_that_pass_have_a_line_each()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(Denied, Zone);

        var answer = run.Run();

        answer.ExitCode.Should().Be(0);
        run.Text(answer).Should().Be("""
            passed   {D}/a.test.json: root is denied
            passed   {D}/a.test.json: others get a time zone

            2 tests: 2 passed, 0 failed, 0 errors

            """);
    }

    [Fact]
    public void Rules_that_are_only_tried_out_have_outcomes_and_are_covered()
    {
        using var run = new PolicyTestRun();
        run.Write("policy.json", "{'shadow':['strict'],'rules':[{'name':'zone','type':'env','default':{'TZ':'UTC'}}]}");
        run.Write("profiles/strict.json", "{'rules':[{'name':'no-root','type':'deny','when':{'user':['0']},'message':'not as root'},{'name':'mask','type':'umask','value':'0077'}]}");
        run.WriteTests(
            PolicyTestRun.Test("nothing is refused", "'rules':{'zone':'changed','no-root':'would refuse','mask':'would change'},'absent':['/process/user/umask']"),
            PolicyTestRun.Test("others pass", "'rules':{'no-root':'not matched'}", "'change':{'process':{'user':{'uid':7}}},"));

        var answer = run.Run("--coverage");

        answer.ExitCode.Should().Be(0, run.Text(answer));
        run.Text(answer).Should().Contain("2 tests: 2 passed").And.NotContain("\"no-root\"").And.Contain("\"mask\": it never left a container alone");
    }

    [Fact]
    public void A_shadow_that_is_broken_is_an_error_of_the_test()
    {
        using var run = new PolicyTestRun();
        run.Write("policy.json", "{'shadow':['none']}");
        run.WriteTests(Zone);

        var answer = run.Run();

        answer.ExitCode.Should().Be(1);
        run.Text(answer).Should().Contain("{D}/policy.json:1:12: unknown profile none");
    }

    [Fact]
    public void A_test_that_fails_says_where_it_is_what_was_expected_and_what_there_is()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(Denied, Wrong);

        var answer = run.Run();

        answer.ExitCode.Should().Be(1);
        run.Text(answer).Should().Be("""
            passed   {D}/a.test.json: root is denied
            failed   {D}/a.test.json: the zone is ours
                     {D}/a.test.json:3:105: /process/env/2
                       expected  "TZ=Europe/Vienna"
                       got       "TZ=UTC"

            2 tests: 1 passed, 1 failed, 0 errors

            """);
    }

    [Fact]
    public void Text_of_a_document_does_not_control_the_terminal()
    {
        using var run = new PolicyTestRun { };
        run.WriteTests(PolicyTestRun.Test("a \\u001b[31m", "'values':{'/hostname':'x'}", "'change':{'hostname':'\\u001b[2J\\u202e','process':{'user':{'uid':7}}},"));

        foreach (var output in (string[])["human", "tap", "junit", "json"])
        {
            run.Output("--output", output).Should().NotContainAny("\u001b", "\u202e").And.Contain("u202e");
        }
    }

    [Fact]
    public void The_test_anything_protocol_has_a_plan_a_line_each_and_a_block_for_what_failed()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(PolicyTestRun.Test("root # SKIP is \\\\ denied", "'denied':'not as root'"), Wrong);

        run.Output("--output", "tap", "--coverage").Should().StartWith("""
            TAP version 14
            1..2
            ok 1 - {D}/a.test.json: root \# SKIP is \\ denied
            not ok 2 - {D}/a.test.json: the zone is ours
              ---
              mismatches:
                - at: "{D}/a.test.json:3:105"
                  what: "/process/env/2"
                  expected: "\u0022TZ=Europe/Vienna\u0022"
                  got: "\u0022TZ=UTC\u0022"
              ...
            # coverage 75 % (6 of 8 outcomes and sides of conditions)
            # {D}/policy.json:2:3: rule "no-root": when.not.annotations never held

            """.Replace("\\u0022", "\\\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Junits_xml_is_well_formed_whatever_is_in_a_name_or_a_value()
    {
        using var run = new PolicyTestRun();
        run.Write("doc.json", "{'process':{'user':{'uid':7},'env':[]},'hostname':'a\u007f\u0085\ufffe\u202e\\u0001\\ud800'}");
        run.WriteTests(
            Zone,
            PolicyTestRun.Test("<&\\\"]]>\\u0001\\ufffe\\ud83d\\ude00", "'values':{'/hostname':'<x>'}", "'document':'doc.json',"));
        run.Write("broken.test.json", "{'policy':'<none>.json','tests':[{'name':'x','document':'docker','expect':{'unchanged':true}}]}");

        var xml = XDocument.Parse(run.Output("--output", "junit", "--coverage-threshold", "100"));

        var suites = xml.Root!.Elements("testsuite").ToDictionary(suite => suite.Attribute("name")!.Value);
        xml.Root.Attribute("tests")!.Value.Should().Be("3");
        suites.Keys.Should().Equal("{D}/a.test.json", "{D}/broken.test.json", "coverage");
        var cases = suites["{D}/a.test.json"].Elements("testcase").ToList();
        cases[0].Elements().Should().BeEmpty();
        cases[1].Attribute("name")!.Value.Should().Be("<&\"]]>\\u0001\\ufffe😀");
        cases[1].Element("failure")!.Value.Should().Be("expected \"<x>\"\ngot \"a\\u007f\\u0085\\ufffe\\u202e\\u0001\\ud800\"");
        suites["{D}/broken.test.json"].Attribute("errors")!.Value.Should().Be("1");
        suites["{D}/broken.test.json"].Descendants("error").Single().Attribute("message")!.Value.Should().Be("{D}/broken.test.json:1:11: cannot read {D}/<none>.json: No such file or directory");
        suites["coverage"].Attribute("failures")!.Value.Should().Be("1");
    }

    [Fact]
    public void Json_has_every_result()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(Denied, Wrong);

        var json = JsonNode.Parse(run.Output("--output", "json", "--coverage"))!;

        json["result"]!.GetValue<string>().Should().Be("failed");
        (json["passed"]!.GetValue<int>(), json["failed"]!.GetValue<int>(), json["errors"]!.GetValue<int>()).Should().Be((1, 1, 0));
        json["tests"]!.AsArray().Select(test => test!["result"]!.GetValue<string>()).Should().Equal("passed", "failed");
        json["tests"]![1]!["mismatches"]![0]!["got"]!.GetValue<string>().Should().Be("\"TZ=UTC\"");
        json["coverage"]!["percent"]!.GetValue<int>().Should().Be(75);
        json["coverage"]!["missing"]!.AsArray().Should().HaveCount(2);
    }

    [Fact]
    public void A_broken_file_is_one_error_and_the_others_are_run()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(Denied);
        run.Write("b/broken.test.json", "{'policy':'p.json',}x");

        var answer = run.Run();

        answer.ExitCode.Should().Be(1);
        run.Text(answer).Should().StartWith("passed   {D}/a.test.json: root is denied\nerror    {D}/b/broken.test.json\n         {D}/b/broken.test.json:1:21: not valid JSON: ")
            .And.EndWith("\n\n2 tests: 1 passed, 0 failed, 1 error\n");
    }

    [Fact]
    public void Test_files_are_found_at_any_depth_in_order_and_each_is_run_once()
    {
        using var run = new PolicyTestRun();
        foreach (var name in (string[])["b/x.test.json", "b/c/y.test.json", ".git/z.test.json", "a.test.json", "b/no.json", "b/.test.json", "b/z.test.jsonc"])
        {
            run.Write(name, "{'profiles':['ctf'],'tests':[{'name':'x','document':'docker','expect':{'rules':{'files':'changed'}}}]}");
        }
        Directory.CreateSymbolicLink(Path.Combine(run.Root, "loop"), ".");

        run.Output(run.Root, Path.Combine(run.Root, "b/x.test.json")).Should()
            .StartWith("passed   {D}/a.test.json: x\npassed   {D}/b/c/y.test.json: x\npassed   {D}/b/x.test.json: x\npassed   {D}/b/z.test.jsonc: x\n\n4 tests");
    }

    [Theory]
    [InlineData("no tests in {0}/empty: want files whose names end in .test.json", "empty")]
    [InlineData("oi-test: --coverage-threshold must be a whole number from 0 to 100, not \"101\"", "", "--coverage-threshold", "101")]
    [InlineData("oi-test: --coverage-threshold must be a whole number from 0 to 100, not \"9x\"", "", "--coverage-threshold", "9x")]
    [InlineData("oi-test: --watch cannot be combined with --output tap: a report has one run", "", "--watch", "--output", "tap")]
    [InlineData("unknown document dokcer, did you mean \"docker\"?: want one of containerd-1.6, *", "", "--show", "dokcer")]
    public void What_cannot_be_meant_is_refused(string message, string place, params string[] options)
    {
        using var run = new PolicyTestRun();
        run.WriteTests(Denied);
        Directory.CreateDirectory(Path.Combine(run.Root, "empty"));

        run.Invoking(it => it.Run([Path.Combine(it.Root, place), .. options])).Should().Throw<InterceptorException>()
            .WithMessage(string.Format(null, message, run.Root));
    }

    [Theory]
    [InlineData("--oi-config /x")]
    [InlineData("--oi-profile ctf")]
    public void The_policy_is_the_test_files_alone(string flags)
    {
        using var run = new PolicyTestRun { Flags = flags };
        run.Invoking(it => it.Run()).Should().Throw<InterceptorException>()
            .WithMessage("oi-test: the test files name their policies: --oi-config, --oi-profile and --oi-warn-profile cannot be combined with it");
    }

    [Fact]
    public void A_missing_file_is_an_error_with_its_name()
    {
        using var run = new PolicyTestRun();
        run.Output(Path.Combine(run.Root, "none.test.json")).Should().StartWith("error    {D}/none.test.json\n         cannot read {D}/none.test.json: No such file or directory\n");
    }

    [Fact]
    public void A_built_in_document_is_shown()
    {
        using var run = new PolicyTestRun();
        JsonNode.Parse(run.Output("--show", "docker"))!["linux"]!["cgroupsPath"]!.GetValue<string>().Should().StartWith("/docker/");
    }

    [Fact]
    public void A_golden_file_is_missing_then_written_then_compared()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(PolicyTestRun.Test("whole", "'golden':'whole.json','rules':['zone']", "'change':{'process':{'user':{'uid':7}}},"));
        run.Output().Should().Contain("a.test.json:2:76: cannot read {D}/whole.json: No such file or directory; --update writes it\n").And.EndWith("1 error\n");

        run.Output("--update").Should().StartWith("updated  {D}/a.test.json: whole\n");
        var written = run.Read("whole.json");
        JsonNode.Parse(written)!["process"]!["env"]!.AsArray().Select(item => item!.GetValue<string>()).Should().Contain("TZ=UTC");
        run.Run().ExitCode.Should().Be(0);
        run.Output("--update").Should().StartWith("passed ");

        run.Write("whole.json", written.Replace("TZ=UTC", "TZ=GMT", StringComparison.Ordinal));
        var answer = run.Run();
        answer.ExitCode.Should().Be(1);
        run.Text(answer).Should().Contain("a.test.json:2:76: {D}/whole.json\n").And.Contain("-      \"TZ=GMT\"\n").And.Contain("+      \"TZ=UTC\"\n");
        run.Output("--update").Should().StartWith("updated ");
        run.Read("whole.json").Should().Be(written);
    }

    [Fact]
    public void A_golden_file_keeps_its_mode_and_what_is_not_json_is_written_anew()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(PolicyTestRun.Test("whole", "'golden':'whole.json'", "'change':{'process':{'user':{'uid':7}}},"));
        var path = run.Write("whole.json", "<<<<<<< ours");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        run.Output().Should().Contain("{D}/whole.json:1:1: not valid JSON");

        run.Output("--update").Should().StartWith("updated ");
        File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.EnumerateFiles(run.Root).Select(file => Path.GetFileName(file)).Should().BeEquivalentTo("a.test.json", "policy.json", "whole.json");
    }

    /// <summary>A golden file that is written although the container is refused, or the result is not what else is expected, would make the mistake the standard.</summary>
    [Theory]
    [InlineData("'golden':'whole.json'", "")]
    [InlineData("'golden':'whole.json','values':{'/hostname':'x'}", "'change':{'process':{'user':{'uid':7}}},")]
    public void A_golden_file_of_a_test_that_fails_otherwise_is_not_written(string expect, string more)
    {
        using var run = new PolicyTestRun();
        run.WriteTests(PolicyTestRun.Test("whole", expect, more));

        run.Run("--update").ExitCode.Should().Be(1);
        File.Exists(Path.Combine(run.Root, "whole.json")).Should().BeFalse();
    }

    [Fact]
    public void Two_tests_with_one_golden_file_do_not_replace_each_others()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(
            PolicyTestRun.Test("one", "'golden':'whole.json'", "'change':{'process':{'user':{'uid':7}}},"),
            PolicyTestRun.Test("other", "'golden':'./whole.json'", "'change':{'process':{'user':{'uid':8}}},"));

        run.Output("--update").Should().Contain("updated  {D}/a.test.json: one\n").And.Contain("{D}/./whole.json, which is written by another test\n");
        JsonNode.Parse(run.Read("whole.json"))!["process"]!["user"]!["uid"]!.GetValue<int>().Should().Be(7);
    }

    [Fact]
    public void Watched_tests_run_again_when_a_file_of_theirs_has_changed()
    {
        var waits = 0;
        PolicyTestRun? own = null;
        using var run = own = new PolicyTestRun
        {
            OnWait = paths =>
            {
                paths.Should().Contain(own!.Root + "/policy.json").And.Contain(own.Root + "/a.test.json").And.Contain(own.Root + "/");
                own.Write("policy.json", PolicyTestRun.Policy.Replace("not as root", "never", StringComparison.Ordinal));
                return waits++ == 0 ? own.Root + "/policy.json" : null;
            },
        };
        run.WriteTests(Denied);

        var answer = run.Run("--watch");

        run.Text(answer).Should().StartWith("passed   {D}/a.test.json: root is denied\n\n1 test: 1 passed, 0 failed, 0 errors\n\n{D}/policy.json has changed.\n\nfailed   {D}/a.test.json: root is denied\n");
        answer.ExitCode.Should().Be(1);
    }

    [Theory]
    [InlineData("echo x >> a", "a")]
    [InlineData("echo new > b; mv b a", "a")]
    [InlineData("rm a", "a")]
    [InlineData("touch -d 1999-01-01 a", "a")]
    [InlineData("touch none", "none")]
    [InlineData(":", null)]
    public void A_change_of_a_watched_file_is_seen(string change, string? seen)
    {
        using var scratch = new TemporaryDirectory();
        scratch.File("a", "old");
        OciInterceptor.Collections.ImmutableArray<string> paths = [scratch["a"], scratch["none"]];
        var before = WatchedFiles.Look(paths);

        Shell.Run("sh", ["-ec", $"cd {scratch.Path}; {change}"]);

        WatchedFiles.Changed(paths, before).Should().Be(seen is null ? null : scratch[seen]);
    }

    [Theory]
    [InlineData(75, 0)]
    [InlineData(76, 1)]
    public void Too_little_coverage_fails_the_run(int threshold, int exitCode)
    {
        using var run = new PolicyTestRun();
        run.WriteTests(Denied, PolicyTestRun.Test("zone", "'rules':['zone']", "'change':{'process':{'user':{'uid':7}}},"));

        var answer = run.Run("--coverage-threshold", $"{threshold}");

        answer.ExitCode.Should().Be(exitCode);
        run.Text(answer).Should().EndWith($$"""
            coverage 75 % (6 of 8 outcomes and sides of conditions){{(exitCode == 0 ? "" : ", want at least 76 %")}}
              {D}/policy.json:2:3: rule "no-root": when.not.annotations never held
              {D}/policy.json:3:3: rule "zone": it never left a container alone

            """);
    }

    [Fact]
    public void A_condition_is_covered_when_a_call_asks_it()
    {
        using var run = new PolicyTestRun();
        run.Write("policy.json", """
            {'rules':[
              {'name':'many','type':'deny','when':{'annotations':{'a':'1'},'user':['0'],'any':[{'verb':'run'},{'not':{'hostname':'x'}}]},'message':'no'},
              {'name':'off','type':'umask','value':'0022','mode':'off'},
              {'name':'tried','type':'umask','value':'0022','mode':'warn'},
              {'name':'refuses','type':'hooks','verifyAll':true}
            ]}
            """);
        var first = PolicyTestRun.Test("a", "'unchanged':true");
        run.WriteTests(first);
        run.Output("--coverage").Should().EndWith("""
            coverage 28 % (4 of 14 outcomes and sides of conditions)
              {D}/policy.json:2:3: rule "many": it never denied
              {D}/policy.json:2:3: rule "many": when.annotations never held
              {D}/policy.json:2:3: rule "many": when.user was never asked
              {D}/policy.json:2:3: rule "many": when.any[0].verb was never asked
              {D}/policy.json:2:3: rule "many": when.any[1].not.hostname was never asked
              {D}/policy.json:4:3: rule "tried": it never left a container alone
              {D}/policy.json:5:3: rule "refuses": it never changed or refused anything

            """);

        run.WriteTests(
            first,
            PolicyTestRun.Test("b", "'denied':'no'", "'change':{'annotations':{'a':'1'}},"),
            PolicyTestRun.Test("c", "'unchanged':true", "'change':{'annotations':{'a':'1'},'hostname':'x'},"),
            PolicyTestRun.Test("d", "'failed':{'rule':'refuses'}", "'change':{'hooks':{'poststop':[{'path':'/x'}]},'process':{'user':{'umask':18}}},"));
        run.Output("--coverage").Should().EndWith("""
            coverage 85 % (12 of 14 outcomes and sides of conditions)
              {D}/policy.json:2:3: rule "many": when.user always held
              {D}/policy.json:2:3: rule "many": when.any[0].verb never held

            """);
    }
}

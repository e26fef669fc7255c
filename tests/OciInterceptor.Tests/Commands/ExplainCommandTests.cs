using System.Text.Json.Nodes;
using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Messages;

namespace OciInterceptor.Tests.Commands;

public sealed class ExplainCommandTests : IDisposable
{
    private const string Config = "{'ociVersion':'1.0.2','process':{'env':['A=1'],'cwd':'/'},'hostname':'h\\u001b[2J'}";

    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void What_is_not_read_is_named()
    {
        _run.WritePolicy("{}");
        _run.Write("policies/conf.d/a.json", "{}");
        var unread = _run.Write("policies/conf.d/b.yaml", "");
        var document = _run.Write("c.json", Config);

        _run.Run(new ExplainCommand(), "--document", document).Text().Should().Contain($"\n{unread} is not read: its name does not end in .json or .jsonc\n");
        JsonNode.Parse(_run.Run(new ExplainCommand(), "--document", document, "--output", "json").Text())!["notRead"]!.AsArray()
            .Select(path => path!.GetValue<string>()).Should().Equal(unread);
        _run.Run(new ExplainCommand(), "--document", document, "--output", "patch").Text().Should().NotContain(unread);
    }

    [Fact]
    public void What_the_runtime_does_not_know_is_told()
    {
        _run.Machine.RuntimeOfCall = OciInterceptor.Tests.Spec.Features.FeaturesSample.Runc115;
        _run.WritePolicy("{'rules':[{'type':'scheduler','value':{'policy':'SCHED_IDLE'}},{'type':'umask','value':'0022'}]}");
        var document = _run.Write("c.json", Config);

        _run.Run(new ExplainCommand(), "--document", document).Text().Should()
            .Contain("\n              the runtime /usr/bin/runc (runc 1.1.5+ds1) does not support process.scheduler (it came with runc 1.2.0)\n");
        var rules = JsonNode.Parse(_run.Run(new ExplainCommand(), "--document", document, "--output", "json").Text())!["rules"]!.AsArray();
        rules[0]!["unsupported"]!.AsArray().Select(thing => thing!.GetValue<string>()).Should().Equal("process.scheduler (it came with runc 1.2.0)");
        rules[0]!["runtime"]!.GetValue<string>().Should().StartWith("the runtime /usr/bin/runc ");
        rules[1]!.AsObject().Should().NotContainKeys("runtime", "unsupported");
    }

    [Fact]
    public void What_is_only_tried_out_is_marked_and_changes_nothing()
    {
        _run.WritePolicy("{'shadow':['one','nope'],'rules':[{'type':'umask','value':'0022'}]}");
        _run.Write("policies/profiles/one.json", "{'rules':[{'type':'user','uid':7},{'name':'no','type':'deny','when':{'user':'7'},'message':'not seven'}]}");
        var document = _run.Write("c.json", "{'process':{'user':{'uid':0}}}");

        var answer = _run.Run(new ExplainCommand(), "--document", document);

        answer.ExitCode.Should().Be(0);
        var text = answer.Text();
        var at = text.IndexOf("\nShadow: one. Nothing of it is applied; it sees the result of the rules above.\nwould change  user (", StringComparison.Ordinal);
        at.Should().BePositive();
        text[..at].Should().Contain("umask").And.NotContain("7,");
        text[at..].Should().Contain("\nwould refuse  no (deny, ").And.Contain(": not seven\n").And.Contain("\nShadow: nope. ").And.Contain("\nIt is not evaluated: ").And.Contain("unknown profile nope");
        var json = JsonNode.Parse(_run.Run(new ExplainCommand(), "--document", document, "--output", "json").Text())!;
        json["shadows"]!.AsArray().Select(shadow => $"{shadow!["name"]} {shadow["rules"]!.AsArray().Count} {shadow["fault"] is not null}").Should().Equal("one 2 False", "nope 0 True");
        json["rules"]!.AsArray().Should().ContainSingle();
        json["patch"]!.ToJsonString().Should().NotContain("uid");
        _run.Run(new ExplainCommand(), "--document", document, "--output", "patch").Text().Should().NotContain("uid");
    }

    [Fact]
    public void Of_a_refused_container_what_is_tried_out_is_named()
    {
        _run.WritePolicy("{'shadow':['ctf'],'rules':[{'type':'deny','when':{'verb':'*'}}]}");

        var answer = _run.Run(new ExplainCommand(), "--document", _run.Write("c.json", "{'process':{}}"));

        answer.ExitCode.Should().Be(3);
        answer.Text().Should().EndWith("The container is refused.\n\nShadows not evaluated, as the container is refused: ctf\n");
    }

    [Theory]
    [InlineData("user", new[] { "user", "second" })]
    [InlineData("second", new[] { "second" })]
    [InlineData("no", new string[0], "no")]
    public void Rules_of_one_name_or_type_are_shown_by_themselves(string rule, string[] shown, params string[] triedOut)
    {
        _run.WritePolicy("{'shadow':['one'],'rules':[{'type':'umask','value':'0022'},{'type':'user','uid':7},{'name':'second','type':'user','gid':8,'when':{'user':'7'}}]}");
        _run.Write("policies/profiles/one.json", "{'rules':[{'type':'oom-score-adj','value':1},{'name':'no','type':'deny','when':{'user':'7:8'}}]}");
        var document = _run.Write("c.json", "{'process':{'user':{'uid':0}}}");

        var json = JsonNode.Parse(_run.Run(new ExplainCommand(), "--document", document, "--rule", rule, "--output", "json").Text())!;
        json["rules"]!.AsArray().Select(each => each!["name"]!.GetValue<string>()).Should().Equal(shown);
        json["shadows"]![0]!["rules"]!.AsArray().Select(each => each!["name"]!.GetValue<string>()).Should().Equal(triedOut);
        json.AsObject().Should().NotContainKey("patch", "it is that of all rules");

        var text = _run.Run(new ExplainCommand(), "--document", document, "--rule", rule).Text();
        text.Should().NotContain("umask (").And.NotContain("The change:");
        var added = text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith('+')).ToList();
        added.Exists(line => line.Contains("\"gid\": 8", StringComparison.Ordinal)).Should().Be(shown.Contains("second"), "a rule's own change is shown");
        added.Exists(line => line.Contains("\"uid\": 7", StringComparison.Ordinal)).Should().Be(shown.Contains("user"));
        text.Contains("would refuse  no", StringComparison.Ordinal).Should().Be(triedOut.Length > 0);
    }

    [Fact]
    public void Of_a_refused_container_only_the_asked_for_rule_is_shown_as_not_reached()
    {
        _run.WritePolicy("{'rules':[{'type':'deny','when':{'verb':'*'}},{'type':'umask','value':'0022'},{'type':'user','uid':7}]}");

        var document = _run.Write("c.json", "{'process':{}}");
        var answer = _run.Run(new ExplainCommand(), "--document", document, "--rule", "user");
        var json = JsonNode.Parse(_run.Run(new ExplainCommand(), "--document", document, "--rule", "user", "--output", "json").Text())!;
        var all = JsonNode.Parse(_run.Run(new ExplainCommand(), "--document", document, "--output", "json").Text())!;

        json["rules"]!.AsArray().Select(rule => $"{rule!["name"]} {rule["outcome"]}").Should().Equal("user NotReached");
        all["rules"]!.AsArray().Select(rule => $"{rule!["name"]} {rule["outcome"]}").Should().Equal("deny Denied", "umask NotReached", "user NotReached");
        all.AsObject().Should().NotContainKeys("patch", "shadows");
        answer.ExitCode.Should().Be(3);
        answer.Text().Should().Contain("not reached   user (").And.NotContain("umask").And.NotContain("denied").And.Contain("The container is refused.");
    }

    [Theory]
    [InlineData("usr", "human", "oi-explain: --rule: the policy has no rule with the name or the type \"usr\"")]
    [InlineData("user", "patch", "oi-explain: --rule and --output patch cannot be combined: the patch is that of the whole policy")]
    public void A_rule_that_cannot_be_shown_is_an_error(string rule, string output, string message)
    {
        _run.WritePolicy("{'rules':[{'type':'user','uid':7}]}");
        var document = _run.Write("c.json", "{'process':{}}");

        FluentActions.Invoking(() => _run.Run(new ExplainCommand(), "--document", document, "--rule", rule, "--output", output)).Should().Throw<InterceptorException>().WithMessage(message);
    }

    [Fact]
    public void Without_a_policy_nothing_is_changed()
    {
        var answer = _run.Run(new ExplainCommand(), "--document", _run.Write("c.json", Config));

        answer.Should().BeEquivalentTo(new { ExitCode = 0, Message = (string?)null });
        answer.Text().Should().Be("No policy and no flag applies.\n\nNothing is changed.\n");
    }

    [Theory]
    [InlineData("{'type':'annotations','set':{'t':'c'},'when':{'annotations':{'t':'b'}}},{'type':'annotations','set':{'t':'b'},'when':{'annotations':{'t':'a'}}}", true)]
    [InlineData("{'type':'deny','when':{'annotations':{'t':'b'}}},{'type':'annotations','set':{'t':'b'}}", true)]
    [InlineData("{'type':'annotations','set':{'t':'b'},'when':{'annotations':{'t':'a'}}}", false)]
    public void A_policy_that_changes_its_own_result_is_told_of(string rules, bool changesAgain)
    {
        _run.WritePolicy($"{{'rules':[{rules}]}}");
        var document = _run.Write("c.json", "{'annotations':{'t':'a'}}");

        _run.Run(new ExplainCommand(), "--document", document).Text().EndsWith(
            "\nThe policy would change its own result again: a rule changes what the condition of another looks at.\n", StringComparison.Ordinal).Should().Be(changesAgain);
        var json = JsonNode.Parse(_run.Run(new ExplainCommand(), "--document", document, "--output", "json").Text())!;
        (json["changesAgain"]?.GetValue<bool>() ?? false).Should().Be(changesAgain);
    }

    [Attack("Control characters for a terminal")]
    [Theory]
    [InlineData("human", false)]
    [InlineData("human", true)]
    [InlineData("json", true)]
    [InlineData("patch", true)]
    public void No_control_character_of_the_author_reaches_a_terminal(string output, bool isRaw)
    {
        var characters = string.Concat(ControlCharacterTests.All.Where(c => c != '\0'));
        // What JSON lets stand for itself, or all of it escaped.
        var text = string.Concat(characters.Select(c => isRaw && c > ' ' ? $"{c}" : $"\\u{(int)c:x4}"));
        _run.WritePolicy("{'rules':[{'type':'annotations','remove':['a*'],'set':{'b':'x'}},{'type':'patch','operations':[{'op':'move','from':'/annotations/c','path':'/annotations/d'}]},{'type':'deny','mode':'warn','when':{'not':{'hostname':'x'}}},{'type':'deny','when':{'hostname':'y'}}]}");
        var document = _run.Write("c.json", $"{{'hostname':'{text}','annotations':{{'a{text}':'{text}','b':'{text}','c':'{text}'}}}}");

        var answer = _run.Run(new ExplainCommand(), "--document", document, "--output", output);

        answer.ExitCode.Should().Be(0);
        answer.Text().Should().Contain("\\u202e").And.Contain("\\u001b");
        answer.Text().Where(c => ControlCharacter.Is(c) && c != '\n').Should().BeEmpty();
    }

    [Theory]
    [InlineData("{'names':['socket'],'action':'SCMP_ACT_ERRNO'}", "changes the document, not the filter, for socket: another entry allows it whatever its arguments")]
    [InlineData("{'names':['bind'],'action':'SCMP_ACT_ERRNO'}", "changes the document, not the filter, for bind: another entry allows socketcall, by which programs of some architectures make it")]
    [InlineData("{'names':['socket'],'action':'SCMP_ACT_LOG'}", null)]
    [InlineData("{'names':['x'],'action':7}", "leaves a system call filter that cannot be judged: *")]
    public void A_change_that_the_filter_does_not_show_is_told_of(string entry, string? note)
    {
        _run.WritePolicy("{'rules':[{'type':'patch','operations':[{'op':'add','path':'/linux/seccomp/syscalls/-','value':" + entry + "}]}]}");
        var document = _run.Write("c.json", "{'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ERRNO','architectures':['SCMP_ARCH_X86'],'syscalls':[{'names':['socket','socketcall'],'action':'SCMP_ACT_ALLOW'}]}}}");

        var text = _run.Run(new ExplainCommand(), "--document", document).Text();
        var json = JsonNode.Parse(_run.Run(new ExplainCommand(), "--document", document, "--output", "json").Text())!["rules"]![0]!;
        json["outcome"]!.GetValue<string>().Should().Be("Changed");
        if (note is null)
        {
            json.AsObject().ContainsKey("note").Should().BeFalse();
        }
        else
        {
            json["note"]!.GetValue<string>().Should().Match(note);
            text.Should().Match($"*\n              {note}\n*");
        }
    }

    [Theory]
    [InlineData("pass", 0, "Unchanged", "note", "\n              operation 1 (remove \"/procces\"): nothing is there\n")]
    [InlineData("error", 1, "Failed", "reason", "operation 1 (remove \"/procces\"): nothing is there\n")]
    public void A_patch_that_finds_nothing_to_remove_says_so(string missing, int exitCode, string outcome, string member, string line)
    {
        _run.WritePolicy($"{{'rules':[{{'type':'patch','missing':'{missing}','operations':[{{'op':'remove','path':'/procces'}}]}}]}}");
        var document = _run.Write("c.json", Config);

        var answer = _run.Run(new ExplainCommand(), "--document", document);
        var rule = JsonNode.Parse(_run.Run(new ExplainCommand(), "--document", document, "--output", "json").Text())!["rules"]![0]!;

        answer.ExitCode.Should().Be(exitCode);
        answer.Text().Should().Contain(line);
        rule["outcome"]!.GetValue<string>().Should().Be(outcome);
        rule[member]!.GetValue<string>().Should().Be("operation 1 (remove \"/procces\"): nothing is there");
    }

    [Fact]
    public void A_policy_that_refuses_its_own_result_is_told_of()
    {
        _run.WritePolicy("{'rules':[{'name':'once','type':'patch','missing':'error','operations':[{'op':'remove','path':'/hostname'}]}]}");

        _run.Run(new ExplainCommand(), "--document", _run.Write("c.json", "{'hostname':'h'}")).Text()
            .Should().Match("*\nThe policy would refuse its own result: *cannot apply the rule \"once\" (patch): operation 1 (remove \"/hostname\"): nothing is there\n");
    }

    /// <summary>What is printed is what a rule takes, null as any other value.</summary>
    [Fact]
    public void The_printed_patch_is_taken_by_a_rule()
    {
        _run.WritePolicy("{'rules':[{'type':'patch','operations':[{'op':'add','path':'/hooks','value':{'prestart':null}},{'op':'replace','path':'/annotations','value':null}]}]}");
        var document = _run.Write("c.json", "{'annotations':{'a':'b'}}");
        var patch = _run.Run(new ExplainCommand(), "--document", document, "--output", "patch").Text();

        _run.WritePolicy($"{{'rules':[{{'type':'patch','operations':{patch.Replace('"', '\'')}}}]}}");

        patch.Should().Contain("\"value\":null");
        _run.Run(new ExplainCommand(), "--document", document, "--output", "patch").Text().Should().Be(patch);
    }

    [Theory]
    [InlineData("exec", Config, "this is a container's configuration; with --verb exec want a process document")]
    [InlineData("create", "{'cwd':'/','args':['x']}", "this is a process document: add --verb exec")]
    public void A_document_of_the_other_kind_is_an_error(string verb, string text, string message)
    {
        var document = _run.Write("c.json", text);

        var explain = () => _run.Run(new ExplainCommand(), "--document", document, "--verb", verb);

        explain.Should().Throw<InterceptorException>().Which.Message.Should().Be($"{document}:1:1: {message}");
    }

    [Fact]
    public void A_rule_that_matches_is_shown_with_the_change()
    {
        var policy = _run.WritePolicy("{'rules':[{'name':'e','type':'env','default':{'B':'2'}}]}");

        _run.Run(new ExplainCommand(), "--document", _run.Write("c.json", Config)).Text().Should().Be($$"""
            Policy: {{policy}}

            changed       e (env, {{policy}})

            The change:
            @@ /process/env/1 @@
                 "env": [
                   "A=1",
            +      "B=2"
                 ],
                 "cwd": "/"

            """);
    }

    [Fact]
    public void An_option_of_the_call_counts_where_it_is_given()
    {
        _run.WritePolicy("{'rules':[{'type':'deny','when':{'noPivot':true}}]}");
        var document = _run.Write("c.json", Config);

        _run.Run(new ExplainCommand(), "--document", document, "--no-pivot").ExitCode.Should().Be(3);
        _run.Run(new ExplainCommand(), "--document", document).ExitCode.Should().Be(0);
    }

    [Fact]
    public void A_rule_that_does_not_match_says_why_and_cannot_command_the_terminal()
    {
        _run.WritePolicy("{'rules':[{'type':'umask','value':'0077','when':{'hostname':'x'}}]}");

        _run.Run(new ExplainCommand(), "--document", _run.Write("c.json", Config)).Text()
            .Should().Contain("not matched   umask (").And.Contain(": hostname is h\\u001b[2J, not x\n").And.Contain("Nothing is changed.");
    }

    [Fact]
    public void A_denial_gives_its_own_exit_code_and_names_the_rules_behind_it()
    {
        _run.WritePolicy("{'rules':[{'name':'no','type':'deny','when':{'verb':'create'},'message':'not here'},{'type':'umask','value':'0077'}]}");
        var document = _run.Write("c.json", Config);

        var answer = _run.Run(new ExplainCommand(), "--document", document);

        answer.ExitCode.Should().Be(3);
        answer.Message.Should().StartWith("denied by the rule \"no\"").And.Contain(": not here (when ");
        answer.Text().Should().Contain("denied        no (").And.Contain("not reached   umask (").And.EndWith("The container is refused.\n");
        _run.Run(new ExplainCommand(), "--document", document, "--verb", "run").ExitCode.Should().Be(0);
        _run.Run(new ExplainCommand(), "--document", document, "--output", "patch").Text().Should().BeEmpty();
    }

    [Fact]
    public void A_rule_that_cannot_be_applied_is_a_failure_and_no_denial()
    {
        _run.WritePolicy("{'rules':[{'type':'devices','add':['/dev/nothing']}]}");

        var answer = _run.Run(new ExplainCommand(), "--document", _run.Write("c.json", Config));

        answer.ExitCode.Should().Be(1);
        answer.Message.Should().Contain("/dev/nothing");
    }

    [Fact]
    public void A_rule_in_mode_warn_shows_what_it_would_do_and_changes_nothing()
    {
        _run.WritePolicy("{'rules':[{'type':'env','force':{'A':'2'},'mode':'warn'},{'type':'deny','when':{'verb':'*'},'message':'no','mode':'warn'}]}");

        _run.Run(new ExplainCommand(), "--document", _run.Write("c.json", Config)).Text()
            .Should().Contain("would change  env (").And.Contain("              +      \"A=2\"\n")
            .And.Contain("would refuse  deny (").And.EndWith("Nothing is changed.\n");
    }

    [Fact]
    public void A_script_gets_every_decision()
    {
        using var run = new CommandRun { Flags = "--oi-env B=2" };
        run.WritePolicy("{'rules':[{'name':'u','type':'umask','value':'0077','when':{'containerId':'c*'}}]}");
        var document = run.Write("c.json", Config);

        var json = JsonNode.Parse(run.Run(new ExplainCommand(), "--document", document, "--output", "json", "--id", "x").Text())!;

        json["result"]!.GetValue<string>().Should().Be("allowed");
        json["rules"]!.AsArray().Select(rule => $"{rule!["name"]} {rule["outcome"]} {rule["reason"]}")
            .Should().Equal("u NotMatched containerId is x, not c*", "env Changed ");
        run.Run(new ExplainCommand(), "--document", document).Text().Should().Contain(": containerId is empty, not c*\n");
        json["patch"]!.ToJsonString().Should().Be("""[{"op":"add","path":"/process/env/1","value":"B=2"}]""");
        run.Run(new ExplainCommand(), "--document", document, "--output", "patch", "--id", "x").Text()
            .Should().Be("""[{"op":"add","path":"/process/env/1","value":"B=2"}]""" + "\n");
    }

    [Fact]
    public void The_document_of_an_exec_is_judged_as_one()
    {
        using var run = new CommandRun { Flags = "--oi-env B=2 --oi-readonly-networking-mounts" };
        var document = run.Write("p.json", "{'args':['sh'],'cwd':'/'}");

        run.Run(new ExplainCommand(), "--verb", "exec", "--document", document).Text()
            .Should().Contain("not for exec  readonly-networking-mounts").And.Contain("changed       env (flags)").And.Contain("+    \"B=2\"");
    }

    [Fact]
    public void A_bundle_is_named_by_its_directory()
    {
        _run.Write("bundle/config.json", Config);

        _run.Run(new ExplainCommand(), "--bundle", Path.Combine(_run.Root, "bundle")).ExitCode.Should().Be(0);
    }

    [Fact]
    public void Only_a_terminal_gets_colour()
    {
        using var run = new CommandRun { Flags = "--oi-env B=2", HasColour = true };

        run.Run(new ExplainCommand(), "--document", run.Write("c.json", Config)).Text().Should().Contain("\e[32mchanged       \e[0menv").And.Contain("\e[32m+      \"B=2\"\e[0m");
    }

    [Theory]
    [InlineData("--bogus", "oi-explain: unknown option --bogus; see oci-interceptor oi-explain --help")]
    [InlineData("extra", "oi-explain: unexpected argument \"extra\"*")]
    [InlineData("@file", "oi-explain: unexpected argument \"@file\"*")]
    [InlineData("--verb kill", "oi-explain: Argument 'kill' not recognized*")]
    [InlineData("--output xml", "oi-explain: Argument 'xml' not recognized*")]
    [InlineData("--bundle a --document b", "oi-explain: --bundle and --document cannot be combined")]
    [InlineData("--verb exec", "oi-explain: with --verb exec, name the process document with --document")]
    [InlineData("--document /nowhere", "cannot read the container configuration /nowhere: No such file or directory")]
    public void A_wrong_call_says_what_is_wrong(string arguments, string message) =>
        _run.Invoking(run => run.Run(new ExplainCommand(), arguments.Split(' '))).Should().Throw<InterceptorException>().WithMessage(message);
}

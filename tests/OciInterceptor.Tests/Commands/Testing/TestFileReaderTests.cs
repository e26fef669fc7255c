namespace OciInterceptor.Tests.Commands.Testing;

/// <summary>What a test file may say, and the errors of one that says it wrongly, each with its place.</summary>
public sealed class TestFileReaderTests
{
    private const string Others = "'change':{'process':{'user':{'uid':7}}},";

    [Theory]
    [InlineData("[]", "1:1: a test file must be a JSON object")]
    [InlineData("{'tests':[]}", "1:1: want \"policy\" or \"profiles\": there is nothing to test")]
    [InlineData("{'policy':[],'tests':[]}", "1:11: policy must not be empty")]
    [InlineData("{'policy':7,'tests':[]}", "1:11: policy must be a list")]
    [InlineData("{'profiles':'ctf','tests':[]}", "1:13: profiles must be a list")]
    [InlineData("{'policy':'policy.json'}", "1:1: missing member \"tests\"")]
    [InlineData("{'policy':'policy.json','tests':[]}", "1:33: tests must not be empty")]
    [InlineData("{'policy':'policy.json','test':[]}", "1:25: unknown member \"test\", did you mean \"tests\"?")]
    [InlineData("{'policy':'policy.json','tests':[7]}", "1:34: a test must be a JSON object")]
    [InlineData("{'policy':'policy.json','document':'docker','tests':[{'name':'x','expect':{}}]}", "1:75: a test that expects nothing cannot fail: want one of denied, failed, unchanged, rules, values, contains, lacks, absent, golden")]
    [InlineData("{'policy':'policy.json','document':'docker','tests':[{'name':'','expect':{'unchanged':true}}]}", "1:62: name must not be empty")]
    [InlineData("{'policy':'policy.json','tests':[{'name':'x','expect':{'unchanged':true}}]}", "1:34: missing member \"document\"")]
    [InlineData("{'policy':'policy.json','document':'dokcer','tests':[{'name':'x','expect':{'unchanged':true}}]}", "1:36: unknown document \"dokcer\", did you mean \"docker\"?: want a built-in one (containerd, cri, cri-sandbox, docker, docker-privileged, guardian, guardian-privileged, podman), or a file by a name with a slash or with the ending .json")]
    [InlineData("{'policy':'policy.json','document':7,'tests':[{'name':'x','expect':{'unchanged':true}}]}", "1:36: document must be a string or an object")]
    public void A_file_that_is_wrong_names_the_place_and_the_cause(string file, string error)
    {
        using var run = new PolicyTestRun();
        run.Write("a.test.json", file);
        run.Output().Should().StartWith($"error    {{D}}/a.test.json\n         {{D}}/a.test.json:{error}\n\n1 test: 0 passed, 0 failed, 1 error\n");
    }

    [Theory]
    [InlineData("'unchanged':false", "unchanged must be true: to expect a change, name it")]
    [InlineData("'unchanged':1", "unchanged must be true or false")]
    [InlineData("'values':{}", "values must not be empty")]
    [InlineData("'values':{'process':1}", "invalid JSON Pointer \"process\": it must be empty or begin with a slash")]
    [InlineData("'values':{'/a~2':1}", "invalid JSON Pointer \"/a~2\": ~ must be followed by 0 or 1")]
    [InlineData("'absent':['a']", "invalid JSON Pointer \"a\": it must be empty or begin with a slash")]
    [InlineData("'absent':[]", "absent must not be empty")]
    [InlineData("'contains':{'/a':[]}", "contains must have a list with items at \"/a\"")]
    [InlineData("'lacks':{'/a':'x'}", "lacks must have a list with items at \"/a\"")]
    [InlineData("'rules':{}", "rules must not be empty")]
    [InlineData("'rules':7", "rules must be an object")]
    [InlineData("'rules':[7]", "rules must be a list of strings")]
    [InlineData("'rules':['zon']", "the policy has no rule \"zon\", did you mean \"zone\"?")]
    [InlineData("'rules':{'zon':'changed'}", "the policy has no rule \"zon\", did you mean \"zone\"?")]
    [InlineData("'rules':{'zone':'chnged'}", "the outcome of \"zone\" must be one of changed, unchanged, not matched, not for exec, would change, would refuse, denied, failed, skipped, off, not reached, not \"chnged\", did you mean \"changed\"?")]
    [InlineData("'rules':{'zone':7}", "the outcome of \"zone\" must be a string")]
    [InlineData("'denied':''", "a part of a message must not be empty: every message has it")]
    [InlineData("'denied':{}", "denied must not be empty")]
    [InlineData("'denied':true", "denied must be a string or an object")]
    [InlineData("'denied':{'contains':''}", "a part of a message must not be empty: every message has it")]
    [InlineData("'denied':{'rule':'no-rot'}", "the policy has no rule \"no-rot\", did you mean \"no-root\"?")]
    [InlineData("'denied':{'mesage':'x'}", "unknown member \"mesage\", did you mean \"message\"?")]
    [InlineData("'denied':'x','failed':'y'", "\"denied\" and \"failed\" cannot both be expected")]
    [InlineData("'denied':'x','values':{'/a':1}", "a refused container has no result: \"values\" cannot be expected with a refusal")]
    [InlineData("'rules':{'no-root':'denied'},'golden':'x.json'", "a refused container has no result: \"golden\" cannot be expected with a refusal")]
    [InlineData("'unchanged':true,'rules':['zone']", "\"unchanged\" cannot be expected with rules that change something")]
    [InlineData("'golden':''", "golden must not be empty")]
    public void An_expectation_that_is_wrong_names_the_place_and_the_cause(string expect, string error)
    {
        using var run = new PolicyTestRun();
        run.WriteTests(PolicyTestRun.Test("x", expect));
        run.Output().Should().MatchRegex($@"^error    [^\n]+\n         {{D}}/a\.test\.json:2:\d+: {System.Text.RegularExpressions.Regex.Escape(error)}\n\n1 test: 0 passed, 0 failed, 1 error\n");
    }

    [Theory]
    [InlineData("'document':'none.json',", "cannot read {D}/none.json: No such file or directory")]
    [InlineData("'document':'./none',", "cannot read {D}/./none: No such file or directory")]
    [InlineData("'document':'list.json',", "the document must be a JSON object")]
    [InlineData("'document':{'args':[]},", "the document is a process document: want the verb exec")]
    [InlineData("'document':{'process':{}},'verb':'exec',", "the document is a container's configuration: want a process document for the verb exec")]
    [InlineData("'verb':'start',", "verb must be one of create, run, restore, exec, not \"start\"")]
    [InlineData("'change':{'a':1,'a':2},", "the member \"a\" is ambiguous")]
    [InlineData("'patch':[{'op':'ad','path':'/a'}],", "unknown operation \"ad\": want add, remove, replace, move, copy or test")]
    [InlineData("'patch':[{'op':'remove','path':'/none'}],", "cannot apply \"patch\" to the document: operation 1 (remove \"/none\"): there is nothing at /none")]
    [InlineData("'each':{},", "each must not be empty")]
    [InlineData("'each':['/a'],", "each must be an object")]
    [InlineData("'each':{'/a':[]},", "each must have a list with values at \"/a\"")]
    [InlineData("'each':{'/a':'x'},", "each must have a list with values at \"/a\"")]
    [InlineData("'each':{'a':['x']},", "invalid JSON Pointer \"a\": it must be empty or begin with a slash")]
    [InlineData("'each':{'/a':['x','x']},", "duplicate test name \"x (x)\": reports cannot tell the two apart")]
    [InlineData("'each':{'/none/a':['x']},", "cannot apply \"each\" to the document: operation 1 (add \"/none/a\"): /none/a has no parent object or list")]
    [InlineData("'host':{'device':{}},", "unknown member \"device\", did you mean \"devices\"?")]
    [InlineData("'host':{'devices':{'dev/kvm':'c 10:232'}},", "\"dev/kvm\" must be an absolute path")]
    [InlineData("'host':{'devices':{'/dev/kvm':'x 10:232'}},", "the device /dev/kvm must be such as \"c 10:232\" or \"b 8:0 0660\", or an object")]
    [InlineData("'host':{'devices':{'/dev/kvm':'c 10:232 0999'}},", "the device /dev/kvm must be such as")]
    [InlineData("'host':{'devices':{'/dev/kvm':{'type':'c'}}},", "a device of the type c needs \"major\" and \"minor\"")]
    [InlineData("'host':{'kernel':'six'},", "kernel must be a version such as \"6.1\", not \"six\"")]
    [InlineData("'host':{'cgroupVersion':3},", "cgroupVersion must be 1 or 2")]
    [InlineData("'host':{'capabilities':['CAP_X']},", "unknown capability \"CAP_X\"")]
    [InlineData("'host':{'features':{}},", "features must be a features document, which has ociVersionMax")]
    [InlineData("'host':{'features':'none.json'},", "cannot read {D}/none.json: No such file or directory")]
    [InlineData("'host':{'files':{'/a':{}}},", "the file /a needs one of \"from\" and \"json\"")]
    [InlineData("'host':{'links':{'/a':''}},", "a link must lead somewhere")]
    [InlineData("'host':{'mounts':[{'point':'a','type':'ext4'}]},", "\"a\" must be an absolute path")]
    [InlineData("'host':{'mounts':[{'point':'/a','type':'ext4','device':'8'}]},", "device must be such as \"8:1\", not \"8\"")]
    [InlineData("'host':{'paths':['a']},", "\"a\" must be an absolute path")]
    public void A_test_that_cannot_be_run_names_the_place_and_the_cause(string more, string error)
    {
        using var run = new PolicyTestRun();
        run.Write("list.json", "[]");
        run.WriteTests(PolicyTestRun.Test("x", "'unchanged':true", more));
        run.Output().Should().StartWith("error ").And.Contain(error).And.MatchRegex(@"\{D\}/(a\.test|list)\.json:\d+:\d+: ").And.EndWith("\n1 test: 0 passed, 0 failed, 1 error\n");
    }

    [Fact]
    public void A_test_runs_once_with_each_value_which_is_added_after_the_patch()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(PolicyTestRun.Test("nobody", "'denied':'not as root'", "'patch':[{'op':'remove','path':'/process/user/uid'}],'each':{'/process/user/uid':[0,7],'/process/user':[{'uid':0}]},"));
        var output = run.Output();
        output.Should().Contain("passed   {D}/a.test.json: nobody (0)\n").And.Contain("failed   {D}/a.test.json: nobody (7)\n").And.Contain("passed   {D}/a.test.json: nobody ({\"uid\":0})\n");
        output.Should().MatchRegex("\n3 tests: 2 passed, 1 failed, 0 errors\n$");
    }

    [Fact]
    public void Two_tests_of_one_name_are_an_error()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(PolicyTestRun.Test("x", "'unchanged':true"), PolicyTestRun.Test("x", "'unchanged':true"));
        run.Output().Should().Contain("a.test.json:3:9: duplicate test name \"x\": reports cannot tell the two apart\n");
    }

    [Theory]
    [InlineData("'policy':'none.json'", "1:11: cannot read {D}/none.json: No such file or directory")]
    [InlineData("'profiles':['none']", "1:14: unknown profile none: found neither profiles/none.json beside this file nor a built-in one")]
    [InlineData("'profiles':['../x']", "1:14: unknown profile ../x: found neither")]
    [InlineData("'policy':'bad.json'", "cannot be there")]
    [InlineData("'policy':'names.json'", "unknown profile nobody: found neither profiles/nobody.json beside this file nor a built-in one")]
    public void A_policy_that_cannot_be_read_is_an_error_of_each_test(string policy, string error)
    {
        using var run = new PolicyTestRun();
        run.Write("bad.json", "{'rules':[{'type':'umask','value':'cannot be there'}]}");
        run.Write("names.json", "{'profiles':['nobody'],'rules':[]}");
        run.Write("a.test.json", $"{{{policy},'document':'docker','tests':[{{'name':'x','expect':{{'unchanged':true}}}}]}}");
        var output = run.Output();
        output.Should().StartWith("error    {D}/a.test.json: x\n").And.MatchRegex(@"\{D\}/[a-z.]+json:1:\d+: ");
        output.Should().Contain(error == "cannot be there" ? "bad.json:1:" : error);
    }

    [Fact]
    public void Policies_and_profiles_apply_in_the_order_of_a_call_and_an_operators_profile_replaces_a_built_in_one()
    {
        using var run = new PolicyTestRun();
        run.Write("profiles/ctf.json", "{'rules':[{'name':'own','type':'env','force':{'ORDER':'profile'}}]}");
        run.Write("one.json", "{'profiles':['ctf'],'rules':[{'name':'one','type':'env','force':{'ORDER':'one'}}]}");
        run.Write("two.json", "{'rules':[{'name':'two','type':'env','force':{'ORDER':'two'}}]}");
        run.Write("a.test.json", "{'policy':['one.json','two.json'],'profiles':['ctf'],'document':'docker','tests':[{'name':'x','expect':{'rules':['one','two','own'],'contains':{'/process/env':['ORDER=profile']}}}]}");
        run.Output().Should().StartWith("passed ");
    }

    [Fact]
    public void A_document_is_a_file_beside_the_test_file_or_is_written_there()
    {
        using var run = new PolicyTestRun();
        run.Write("doc.json", "{'process':{'user':{'uid':0,'gid':0},'args':['a'],'cwd':'/'}}");
        run.WriteTests(
            PolicyTestRun.Test("file", "'denied':'not as root'", "'document':'doc.json',"),
            PolicyTestRun.Test("own", "'values':{'/env':['TZ=UTC']}", "'verb':'exec','document':{'user':{'uid':7,'gid':0},'args':['a'],'cwd':'/'},"),
            PolicyTestRun.Test("the process of a built-in document", "'contains':{'/env':['TZ=UTC']}", $"'verb':'exec','change':{{'user':{{'uid':7}}}},"));
        run.Output().Should().EndWith("\n3 tests: 3 passed, 0 failed, 0 errors\n");
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed()
    {
        using var run = new PolicyTestRun();
        run.Write("a.test.json", "// Why.\n{'$schema':'x','policy':'policy.json',/* here */'tests':[{'name':'x','document':'docker','expect':{'denied':'not as root',},},],}");
        run.Run().ExitCode.Should().Be(0);
    }

    /// <summary>Each expectation fails where the result is another one: a test that cannot fail shows nothing.</summary>
    [Theory]
    [InlineData("'denied':'not as rot'", "", "… not as rot …")]
    [InlineData("'denied':{'message':'not as root '}", "", "not as root \n")]
    [InlineData("'denied':{'rule':'zone'}", "", "the rule that refuses\n")]
    [InlineData("'denied':'not as root'", Others, "expected  denied\n           got       not refused\n")]
    [InlineData("'failed':'not as root'", "", "expected  failed\n           got       denied: denied by the rule")]
    [InlineData("'values':{'/hostname':'x'}", "", "expected  not refused\n           got       denied by the rule \"no-root\"")]
    [InlineData("'rules':['zone']", "", "expected  not refused\n")]
    [InlineData("'unchanged':true", Others, "the document is changed\n")]
    [InlineData("'rules':[]", Others, "expected  none\n           got       zone\n")]
    [InlineData("'rules':['zone','zone']", Others, "expected  zone, zone\n           got       zone\n")]
    [InlineData("'rules':{'zone':'unchanged'}", Others, "the rule \"zone\"\n           expected  unchanged\n           got       changed\n")]
    [InlineData("'rules':{'no-root':'changed'}", Others, "got       not matched: ")]
    [InlineData("'rules':{'zone':'changed','no-root':'denied'}", "", "the rule \"zone\"\n           expected  changed\n           got       not reached\n")]
    [InlineData("'values':{'/none/x':null}", Others, "/none/x\n           expected  null\n           got       nothing\n")]
    [InlineData("'values':{'/process/env/x':'a'}", Others, "got       invalid list index \"x\"")]
    [InlineData("'values':{'/process/user':{'uid':8,'gid':0}}", Others, "-  \"uid\": 8,\n")]
    [InlineData("'contains':{'/process/env':['TZ=GMT']}", Others, "expected  a list with \"TZ=GMT\"\n")]
    [InlineData("'contains':{'/process/enw':['TZ=UTC']}", Others, "got       nothing\n")]
    [InlineData("'lacks':{'/process/env':['TZ=UTC']}", Others, "expected  a list without \"TZ=UTC\"\n")]
    [InlineData("'lacks':{'/process/enw':['TZ=UTC']}", Others, "got       nothing\n")]
    [InlineData("'absent':['/hostname']", Others, "/hostname\n           expected  nothing\n           got       \"4c032b5b362c\"\n")]
    public void An_expectation_that_is_not_met_fails(string expect, string more, string shown)
    {
        using var run = new PolicyTestRun();
        run.WriteTests(PolicyTestRun.Test("x", expect, more));

        var answer = run.Run();

        answer.ExitCode.Should().Be(1);
        run.Text(answer).Should().StartWith("failed ").And.Contain(shown);
    }

    [Theory]
    [InlineData("'denied':'denied by the rule \\\"no-root\\\"'", "")]
    [InlineData("'denied':{'message':'not as root','rule':'no-root','contains':'(when '}", "")]
    [InlineData("'rules':{'no-root':'denied','zone':'not reached'}", "")]
    [InlineData("'rules':['zone']", Others)]
    [InlineData("'rules':{'no-root':'not matched','zone':'changed'}", Others)]
    [InlineData("'values':{'/process/user/uid':7.0,'/process/user':{'gid':0,'uid':7,'additionalGids':[0]}}", Others)]
    [InlineData("'unchanged':true,'rules':[]", "'change':{'process':{'user':{'uid':7},'env':['TZ=GMT']}},")]
    [InlineData("'absent':['/none','/process/env/9','/hostname/x']", Others)]
    [InlineData("'lacks':{'/process/env':['TZ=GMT']}", Others)]
    public void An_expectation_that_is_met_passes(string expect, string more)
    {
        using var run = new PolicyTestRun();
        run.WriteTests(PolicyTestRun.Test("x", expect, more));
        run.Output().Should().StartWith("passed ");
    }

    [Fact]
    public void The_newest_of_a_kind_of_document_is_meant_without_a_version()
    {
        OciInterceptor.Commands.Testing.BuiltInDocuments.NameOf("docker").Should().Be("docker-20.10");
        OciInterceptor.Commands.Testing.BuiltInDocuments.NameOf("docker-privileged").Should().Be("docker-privileged-20.10");
        OciInterceptor.Commands.Testing.BuiltInDocuments.NameOf("docker-").Should().BeNull();
        OciInterceptor.Commands.Testing.BuiltInDocuments.NameOf("20.10").Should().BeNull();
    }
}

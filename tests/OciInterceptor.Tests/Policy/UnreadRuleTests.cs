using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Policy;

/// <summary>A rule with a file that cannot be used fails alone, and only for the containers that it is for. Double quotes are written as single ones.</summary>
public sealed class UnreadRuleTests : IDisposable
{
    private const string Seccomp = "'type':'seccomp','profile':'/f.json'";
    private const string Hooks = "'type':'hooks','file':'/f.json'";
    private const string HooksWithFact = "'type':'hooks','add':{'prestart':[{'path':'/a','args':['a','${container.id}']}]},'file':'/f.json'";
    private const string HooksDir = "'type':'hooks-dir','directories':['/d']";
    private const string Umask = "{'name':'umask','type':'umask','value':'0022'}";

    private readonly TemporaryDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(Seccomp, "cannot read /f.json: no such file or directory", null)]
    [InlineData(Seccomp, "/f.json:1:1: not valid JSON: *", "x")]
    [InlineData(Seccomp, "/f.json:1:1: missing member \"defaultAction\"", "{}")]
    [InlineData(Seccomp, "policy.json:1:*: SCMP_ACT_NOTIFY cannot be the default action *", "{'defaultAction':'SCMP_ACT_NOTIFY'}")]
    [InlineData(Hooks, "cannot read /f.json: no such file or directory", null)]
    [InlineData(Hooks, "/f.json:1:1: expected an object with \"hooks\"", "[]")]
    [InlineData(HooksWithFact, "/f.json:1:1: expected an object with \"hooks\"", "[]")]
    [InlineData(HooksDir, "/d/f.json:1:1: a hook definition must be a JSON object", "[]")]
    [InlineData(HooksDir, "/d/f.json:1:*: unknown stage \"x\"", "{'version':'1.0.0','hook':{'path':'/a'},'when':{'always':true},'stages':['x']}")]
    public void It_fails_for_the_containers_that_its_conditions_match_and_its_onError_decides(string rule, string error, string? file)
    {
        var host = HostWith(file);
        var fails = Apply($"{Umask},{{'name':'r',{rule}}}", host);
        (fails.Refusal?.Message).Should().Match($"policy.json:1:*: cannot apply the rule \"r\" (*): {error}");
        fails.Decisions.Select(decision => decision.Outcome).Should().Equal(Outcome.Changed, Outcome.Failed);
        (Apply($"{{'name':'r','when':{{'hostname':'h'}},{rule}}}", host).Refusal?.Message).Should().Match($"*: {error}");

        foreach (var (members, outcome) in (ReadOnlySpan<(string, Outcome)>)
            [("'when':{'hostname':'other'}", Outcome.NotMatched), ("'onError':'skip'", Outcome.Skipped), ("'mode':'warn'", Outcome.Warned), ("'mode':'off'", Outcome.Off)])
        {
            var verdict = Apply($"{{'name':'r',{members},{rule}}},{Umask}", host);

            verdict.Refusal.Should().BeNull();
            verdict.Decisions.Select(decision => decision.Outcome).Should().Equal(outcome, Outcome.Changed);
            (verdict.Decisions[0].Reason ?? "").Should().Match(outcome is Outcome.Skipped or Outcome.Warned ? error : "*");
        }
    }

    [Fact]
    public void A_process_that_joins_a_container_is_not_concerned()
    {
        var file = Read($"{Umask},{{{Seccomp}}}", HostWith(null));

        var verdict = new EffectivePolicy(file.Settings, file.Rules).Apply(new OciInterceptor.Spec.Process(Sample.Object("{}")), "c1", new FakeHost());

        verdict.Refusal.Should().BeNull();
        verdict.Decisions.Select(decision => decision.Outcome).Should().Equal(Outcome.Changed, Outcome.NotForExec);
    }

    /// <summary>The file is bad as well, and is not what is told.</summary>
    [Theory]
    [InlineData(Seccomp + ",'ifAbsnt':true", "*unknown member \"ifAbsnt\"*")]
    [InlineData(Seccomp + ",'flags':['x']", "*unknown value \"x\" in flags*")]
    [InlineData(Seccomp + ",'deny':{}", "*deny must be a list")]
    [InlineData(Seccomp + ",'when':{'x':1}", "*unknown member \"x\"*")]
    [InlineData("'type':'seccomp','profile':'f.json'", "*profile must be one of *")]
    [InlineData("'type':'hooks','file':'f.json'", "*\"f.json\" must be an absolute path")]
    [InlineData(Hooks + ",'position':'x'", "*position must be one of *")]
    [InlineData(Hooks + ",'trustedDirectories':[]", "*trustedDirectories must not be empty")]
    [InlineData(HooksDir + ",'trustedDirectories':['x']", "*must be an absolute path of a directory*")]
    [InlineData(HooksDir + ",'verifyAll':1", "*verifyAll must be true or false")]
    [InlineData("'type':'hooks-dir','directories':['d']", "*\"d\" must be an absolute path")]
    public void An_error_of_the_rule_itself_is_one_of_the_policy(string rule, string error) =>
        FluentActions.Invoking(() => Read($"{{'onError':'skip',{rule}}}", HostWith("["))).Should().Throw<InterceptorException>().WithMessage($"policy.json:1:{error}");

    [Theory]
    [InlineData("config.json", "")]
    [InlineData("conf.d/a.json", "")]
    [InlineData("profiles/p.json", "--oi-profile p")]
    public void So_it_is_in_every_file_of_the_policy(string file, string flags)
    {
        Write(file, $"'rules':[{{'name':'r','when':{{'hostname':'h'}},{Seccomp}}},{Umask}]");
        var policy = new PolicyLoader(new PolicyPaths(_root.Path), new FakeHost()).Load(RawArguments.Of($"{flags} create").Options);

        Judge(policy, "other").Decisions.Select(decision => decision.Outcome).Should().Equal(Outcome.NotMatched, Outcome.Changed);
        (Judge(policy).Refusal?.Message).Should().Be($"{_root[file]}:1:11: cannot apply the rule \"r\" (seccomp): cannot read /f.json: no such file or directory");
    }

    [Fact]
    public void A_shadow_says_what_the_rule_would_refuse_and_tries_the_others()
    {
        Write("config.json", "'shadow':['p']");
        Write("profiles/p.json", $"'rules':[{{'name':'r',{Seccomp}}},{Umask}]");
        Write("conf.d/a.json", $"'mode':'warn','rules':[{{'name':'r',{Hooks}}}]");

        var verdict = Judge(new PolicyLoader(new PolicyPaths(_root.Path), new FakeHost()).Load(RawArguments.Of("create").Options));

        verdict.Shadows.Select(shadow => shadow.Fault).Should().Equal(null, null);
        verdict.Shadows.SelectMany(shadow => shadow.Decisions).Select(decision => $"{decision.Outcome} {decision.Reason}").Should().Equal(
            "Warned cannot read /f.json: no such file or directory", "Warned cannot read /f.json: no such file or directory", "Warned ");
    }

    [Theory]
    [InlineData("", "p.json 1:11 cannot read /f.json: no such file or directory")]
    [InlineData(",'mode':'off'", "p.json 1:11 cannot read /f.json: no such file or directory")]
    [InlineData(",'onError':'skip','when':{'hostname':'x'}", "p.json 1:11 cannot read /f.json: no such file or directory")]
    public void A_check_of_the_policy_finds_it_whatever_the_rule_makes_of_it(string members, string expected)
    {
        var findings = new Findings();
        new PolicyCheck("p.json", new FakeHost(), findings).Check(Encoding.UTF8.GetBytes($"{{'rules':[{{{Seccomp}{members}}}]}}".Replace('\'', '"')));

        findings.All.Select(finding => $"{finding.File} {finding.Line}:{finding.Column} {finding.Message}").Should().Equal(expected);
        findings.All[0].Severity.Should().Be(Severity.Error);
    }

    /// <summary>It was read once, and is not read again when it is there after all.</summary>
    [Fact]
    public void The_files_of_a_call_are_those_that_were_there_when_the_policy_was_loaded()
    {
        var host = HostWith(null);
        var file = Read($"{{{HooksWithFact}}}", host);
        host.Files["/f.json"] = "{\"hooks\":{}}"u8.ToArray();

        (Judge(new EffectivePolicy(file.Settings, file.Rules)).Refusal?.Message).Should().EndWith("cannot read /f.json: no such file or directory");
    }

    [Fact]
    public void It_grants_what_the_rule_grants_and_runs_no_program()
    {
        var unread = Read($"{{{HooksDir}}},{{{Hooks}}}", HostWith("[")).Rules;

        unread.Select(rule => rule.Rule.GetType()).Should().AllBeEquivalentTo(typeof(UnreadRule));
        unread.Select(rule => rule.Rule.Grants).Should().Equal(true, false);
        unread.Should().OnlyContain(rule => !rule.RunsProgram);
    }

    // Where each of the rules looks for it; null for no file, which a directory may lack.
    private static FakeHost HostWith(string? file)
    {
        var host = new FakeHost();
        if (file is not null)
        {
            host.Files["/f.json"] = host.Files["/d/f.json"] = Encoding.UTF8.GetBytes(file.Replace('\'', '"'));
        }
        return host;
    }

    private static PolicyFile Read(string rules, FakeHost host) => PolicyFileReader.Read("policy.json", Encoding.UTF8.GetBytes($"{{'rules':[{rules}]}}".Replace('\'', '"')), host);

    private static Verdict Apply(string rules, FakeHost host)
    {
        var file = Read(rules, host);
        return Judge(new EffectivePolicy(file.Settings, file.Rules));
    }

    private static Verdict Judge(EffectivePolicy policy, string hostname = "h") =>
        policy.Apply(new RuntimeSpec(Sample.Object($"{{'process':{{}},'hostname':'{hostname}'}}".Replace('\'', '"'))), "create", "c1", new FakeHost());

    private void Write(string name, string members)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[name])!);
        _root.File(name, $"{{{members}}}".Replace('\'', '"'));
    }
}

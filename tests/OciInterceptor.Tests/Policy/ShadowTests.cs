using System.Text;
using OciInterceptor.Call.Flags;
using OciInterceptor.Evidence;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Policy;

/// <summary>What is only tried out: evaluated, told, and never applied. Double quotes are written as single ones.</summary>
public sealed class ShadowTests : IDisposable
{
    private const string Umask = "{'name':'umask','type':'umask','value':'0022'}";
    private const string User = "{'name':'user','type':'user','uid':7}";
    private const string ForUser = "{'name':'for-user','type':'no-new-privileges','when':{'user':'7'}}";
    private const string Denial = "{'name':'no','type':'deny','when':{'verb':'*'},'message':'not here'}";
    private const string Failure = "'type':'sysctls','set':{'net.x':'1'}";
    private const string Document = "{'process':{'user':{'uid':0}}}";

    private readonly TemporaryDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("'shadow':['one']", "", "one")]
    [InlineData("", "--oi-warn-profile one", "one")]
    [InlineData("", "--oi-warn-profile one --oi-warn-profile two --oi-warn-profile one", "one two")]
    [InlineData("'shadow':['two','one']", "--oi-warn-profile one", "two one")]
    [InlineData("'mode':'warn','profiles':['one']", "", "{config} one")]
    [InlineData("'mode':'enforce','shadow':['one']", "", "one")]
    [InlineData("'shadow':['one']", "--oi-profile one", "")]
    [InlineData("'profiles':['one'],'shadow':['two']", "--oi-warn-profile one", "two")]
    [InlineData("'profiles':['warned']", "", "{warned}")]
    public void A_profile_is_tried_out_unless_it_is_in_force(string config, string flags, string shadows)
    {
        Write("config.json", config);
        Write("profiles/one.json", $"'rules':[{Umask}]");
        Write("profiles/two.json", $"'rules':[{Umask}]");
        Write("profiles/warned.json", $"'mode':'warn','rules':[{Umask}]");

        var policy = Load(flags);

        string.Join(' ', policy.Shadows.Select(shadow => shadow.Name)).Should().Be(
            shadows.Replace("{config}", _root["config.json"], StringComparison.Ordinal).Replace("{warned}", _root["profiles/warned.json"], StringComparison.Ordinal));
        policy.Rules.Length.Should().Be(config.Contains("profiles':['one'],", StringComparison.Ordinal) || flags.Contains("--oi-profile", StringComparison.Ordinal) ? 1 : 0);
    }

    [Fact]
    public void A_file_in_mode_warn_is_tried_out_and_the_others_hold()
    {
        Write("config.json", $"'rules':[{User}]");
        Write("conf.d/new.json", $"'mode':'warn','rules':[{Denial}]");

        var verdict = Judge(Load(""));

        verdict.Refusal.Should().BeNull();
        Sample.Text(verdict.Document).Should().Be("""{"process":{"user":{"uid":7}}}""");
        Told(verdict).Should().Equal($"{_root["conf.d/new.json"]}: no Warned not here");
    }

    [Fact]
    public void A_shadow_sees_what_the_rules_in_force_made_of_the_document_whatever_their_place()
    {
        Write("config.json", $"'mode':'warn','rules':[{ForUser}]");
        Write("conf.d/a.json", $"'rules':[{User}]");

        Told(Judge(Load(""))).Should().Equal($"{_root["config.json"]}: for-user Warned ");
    }

    [Fact]
    public void Its_rules_see_what_those_before_them_would_have_made_and_other_shadows_do_not()
    {
        Write("config.json", "'shadow':['one','two']");
        Write("profiles/one.json", $"'rules':[{User},{ForUser}]");
        Write("profiles/two.json", $"'rules':[{ForUser}]");

        var verdict = Judge(Load(""));

        Told(verdict).Should().Equal("one: user Warned ", "one: for-user Warned ", "two: for-user NotMatched user is 0, 0:0, not 7");
        verdict.AllDecisions[1].Changes.Select(change => change.Path).Should().Equal("/process/noNewPrivileges");
        Sample.Text(verdict.Document).Should().Be("""{"process":{"user":{"uid":0}}}""");
        verdict.Decisions.IsEmpty.Should().BeTrue();
    }

    /// <summary>A refusal would end it; what else the shadow would do is of interest all the same.</summary>
    [Fact]
    public void After_a_denial_the_others_are_evaluated()
    {
        Write("config.json", "'shadow':['one']");
        Write("profiles/one.json", $"'rules':[{Denial},{{'name':'f',{Failure}}},{{'name':'s',{Failure},'onError':'skip'}},{{'name':'o',{Failure},'mode':'off'}},{{'name':'w','type':'user','uid':7,'mode':'warn'}},{ForUser}]");

        const string Cause = "the sysctl net.x would change the host: the container has no network namespace of its own";
        Told(Judge(Load(""))).Should().Equal("one: no Warned not here", $"one: f Warned {Cause}", $"one: s Skipped {Cause}", "one: o Off ", "one: w Warned ", "one: for-user NotMatched user is 0, 0:0, not 7");
    }

    [Fact]
    public void Of_a_refused_container_no_shadow_is_evaluated()
    {
        Write("config.json", $"'shadow':['one'],'rules':[{Denial}]");
        Write("profiles/one.json", $"'rules':[{Umask}]");

        var verdict = Judge(Load(""));

        verdict.Refusal!.Message.Should().Contain("(deny, ");
        verdict.Shadows.IsEmpty.Should().BeTrue();
        verdict.AllDecisions.Length.Should().Be(1);
    }

    [Theory]
    [InlineData("'type':'filter','path':'/f'", "Skipped it runs a program, which a shadow does not")]
    [InlineData("'type':'hooks-dir','directories':['/edits']", "Skipped it runs a program, which a shadow does not")]
    [InlineData("'type':'filter','path':'/f','mode':'off'", "Off ")]
    public void A_shadow_runs_no_program(string rule, string told)
    {
        Write("config.json", "'shadow':['one']");
        Write("profiles/one.json", $"'rules':[{{'name':'r',{rule}}}]");
        var host = new FakeHost
        {
            Filtered = (_, _) => throw new InvalidOperationException("it was run"),
            Files = { ["/edits/a.json"] = """{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true},"stages":["precreate"]}"""u8.ToArray() },
        };

        var policy = Load("", host);

        policy.RunsPrograms.Should().BeFalse();
        Told(Judge(policy, host)).Should().Equal($"one: r {told}");
    }

    [Theory]
    [InlineData("'shadow':['nope']", "{S}/config.json:1:12: unknown profile nope: *")]
    [InlineData("'shadow':['../x']", "{S}/config.json:1:12: invalid profile name \"../x\"*")]
    [InlineData("'shadow':['broken']", "{S}/profiles/broken.json:1:2: unknown member \"rulse\", did you mean \"rules\"?")]
    [InlineData("'shadow':['text']", "{S}/profiles/text.json:1:1: *")]
    [InlineData("'shadow':['naming']", "{S}/profiles/naming.json:1:11: a profile cannot name profiles")]
    [InlineData("'mode':'warn','profiles':['nope']", "{S}/config.json:1:28: unknown profile nope: *")]
    [InlineData("'mode':'warn','rulse':[]", "{S}/config.json:1:16: unknown member \"rulse\", did you mean \"rules\"?")]
    [InlineData("'mode':'warn','rules':[{'type':'umask'}]", "{S}/config.json:1:*: missing member \"value\"")]
    [InlineData("'profiles':['warned']", "{S}/profiles/warned.json:1:16: unknown member \"rulse\"*")]
    public void A_broken_shadow_is_told_and_refuses_nothing(string config, string fault)
    {
        Write("config.json", config);
        Write("conf.d/a.json", $"'rules':[{User}]");
        Write("profiles/broken.json", "'rulse':[]");
        Write("profiles/warned.json", "'mode':'warn','rulse':[]");
        Write("profiles/naming.json", "'shadow':['broken']");
        File.WriteAllText(_root["profiles/text.json"], "[]");

        var verdict = Judge(Load(""));

        Sample.Text(verdict.Document).Should().Contain("7");
        verdict.Shadows.Select(shadow => shadow.Fault).OfType<string>().Should().ContainSingle().Which.Should().Match(fault.Replace("{S}", _root.Path, StringComparison.Ordinal));
    }

    /// <summary>Law 5: where it is not certain that a file is a shadow, it is a policy.</summary>
    [Theory]
    [InlineData("'mode':'wran','rules':[]")]
    [InlineData("'mode':'warn','mode':'warn','rulse':[]")]
    [InlineData("'mode':1,'rulse':[]")]
    [InlineData("'shadow':1")]
    [InlineData("'mode':'warn',")]
    public void What_may_not_be_a_shadow_refuses_when_it_is_broken(string config)
    {
        Write("config.json", config.TrimEnd(','));
        if (config.EndsWith(','))
        {
            File.AppendAllText(_root["config.json"], "]");
        }

        FluentActions.Invoking(() => Load("")).Should().Throw<InterceptorException>();
    }

    [Fact]
    public void A_profile_cannot_name_shadows()
    {
        Write("profiles/one.json", "'shadow':['ctf']");
        FluentActions.Invoking(() => Load("--oi-profile one")).Should().Throw<InterceptorException>().WithMessage("*:1:11: a profile cannot name profiles");
    }

    [Theory]
    [InlineData("'rules':[]")]
    [InlineData("'rulse':[]")]
    public void Of_a_file_in_mode_warn_the_evidence_holds_and_nothing_else(string rest)
    {
        Write("config.json", $"'mode':'warn','audit':{{'file':'/a'}},'log':{{'file':'/l'}},'debugOutput':{{'directory':'/d'}},'recorder':{{'directory':'/r'}},'cloneRuntime':true,'execArguments':'pass',{rest}");

        var settings = Load("").Settings;

        settings.AuditFiles.Should().Equal("/a");
        settings.Should().Be(new PolicySettings { Audit = settings.Audit, LogFile = "/l", DebugOutputDirectory = "/d", Recorder = new RecorderSettings("/r") });
    }

    [Theory]
    [InlineData("'mode':'warn','Mode':'enforce','rules':[]")]
    [InlineData("'MODE':'enforce','mode':'warn','rules':[]")]
    public void A_mode_that_another_spelling_contradicts_is_an_error(string members)
    {
        Write("config.json", members);

        FluentActions.Invoking(() => Load("")).Should().Throw<InterceptorException>().WithMessage("*mode*");
    }

    [Fact]
    public void Broken_evidence_of_a_file_in_mode_warn_is_left_out()
    {
        Write("config.json", "'mode':'warn','audit':{'file':'a'}");

        var policy = Load("");

        policy.Settings.Should().Be(new PolicySettings());
        policy.Shadows[0].Fault.Should().EndWith("file must be an absolute path");
    }

    [Fact]
    public void Of_a_profile_that_is_tried_out_no_setting_holds()
    {
        Write("config.json", "'audit':{'file':'/a'},'shadow':['one']");
        Write("profiles/one.json", "'audit':{'file':'/b'},'cloneRuntime':true");

        var settings = Load("").Settings;

        settings.AuditFiles.Should().Equal("/a");
        settings.Should().Be(new PolicySettings { Audit = settings.Audit });
    }

    /// <summary>Two calls with one digest were judged by the same rules; a shadow judges nothing.</summary>
    [Fact]
    public void The_digest_does_not_depend_on_shadows()
    {
        Write("config.json", "'rules':[]");
        Write("profiles/one.json", "");

        PolicyDigest.Of(Load("--oi-warn-profile one")).Should().Be(PolicyDigest.Of(Load("")));
    }

    [Fact]
    public void A_bug_and_lack_of_memory_in_a_shadow_are_told_and_stop_nothing()
    {
        foreach (var (thrown, fault) in new (Exception, string)[] { (new InvalidOperationException("a bug"), "a bug"), (new InsufficientMemoryException(), "it needs more memory than oci-interceptor allows itself") })
        {
            var rules = PolicyFileReader.Read("p.json", Encoding.UTF8.GetBytes($"{{\"rules\":[{Umask}]}}".Replace('\'', '"')), new FakeHost()).Rules;
            var broken = new PolicyRule("broken", "broken", "p.json", new Throwing(thrown));

            var verdict = Judge(new EffectivePolicy(new PolicySettings(), []) { Shadows = [new Shadow("s", [.. rules, broken, .. rules])] });

            Told(verdict).Should().Equal("s: umask Warned ");
            verdict.Shadows[0].Fault.Should().Be(fault);
        }
    }

    [Theory]
    [InlineData("'rules':[{'type':'no-new-privileges'}]", true)]
    [InlineData("'rules':[{'type':'no-new-privileges','mode':'warn'}]", false)]
    [InlineData("'rules':[{'type':'annotations','set':{'a':'1'}}]", false)]
    public void An_exec_by_arguments_that_a_shadow_would_refuse_is_told(string profile, bool isTold)
    {
        Write("config.json", "'shadow':['one']");
        Write("profiles/one.json", profile);
        var policy = Load("");

        policy.RefusalOfArguments("--user", "c1", new FakeHost()).Should().BeNull();
        var verdict = policy.ShadowsOfArguments("--user", "c1", new FakeHost());

        (verdict is not null).Should().Be(isTold);
        if (verdict is not null)
        {
            Told(verdict).Should().ContainSingle().Which.Should().StartWith("one: no-new-privileges Warned the exec describes its process by arguments (--user)");
        }
        (policy with { Settings = new PolicySettings { PassesExecArguments = true } }).ShadowsOfArguments("--user", "c1", new FakeHost()).Should().BeNull();
    }

    private static IEnumerable<string> Told(Verdict verdict) =>
        verdict.Shadows.SelectMany(shadow => shadow.Decisions).Select(decision => $"{decision.Shadow}: {decision.Rule.Name} {decision.Outcome} {decision.Reason}");

    private static Verdict Judge(EffectivePolicy policy, FakeHost? host = null) =>
        policy.Apply(new RuntimeSpec(Sample.Object(Document.Replace('\'', '"'))), "create", "c1", host ?? new FakeHost());

    private EffectivePolicy Load(string flags, FakeHost? host = null) =>
        new PolicyLoader(new PolicyPaths(_root.Path), host ?? new FakeHost()).Load(RawArguments.Of($"{flags} create").Options);

    private void Write(string name, string members)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[name])!);
        _root.File(name, $"{{{members}}}".Replace('\'', '"'));
    }

    private sealed record Throwing(Exception Thrown) : IRule
    {
        public bool Grants => false;

        public RuntimeSpec Apply(RuntimeSpec spec) => throw Thrown;
    }
}

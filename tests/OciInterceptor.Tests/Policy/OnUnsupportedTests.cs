using System.Text;
using OciInterceptor.Evidence;
using OciInterceptor.Json;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Features;
using OciInterceptor.Tests.Spec.Features;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Policy;

/// <summary>What comes of a rule that writes what the runtime does not know. Double quotes are written as single ones.</summary>
public sealed class OnUnsupportedTests
{
    private const string Scheduler = "'type':'scheduler','value':{'policy':'SCHED_IDLE'}";
    private const string Ignored = "the runtime /usr/bin/runc (runc 1.1.5+ds1) does not support process.scheduler (it came with runc 1.2.0)";
    private const string Untold = "cannot tell whether the runtime /usr/bin/crun supports process.scheduler: /usr/bin/crun features failed: unknown command features";

    [Theory]
    [InlineData("", Outcome.Changed, null, Ignored)]
    [InlineData("'onUnsupported':'warn',", Outcome.Changed, null, Ignored)]
    [InlineData("'onUnsupported':'pass',", Outcome.Changed, null, null)]
    [InlineData("'onUnsupported':'refuse',", Outcome.Failed, Ignored + ", and would ignore or refuse it", null)]
    [InlineData("'onUnsupported':'refuse','onError':'skip',", Outcome.Skipped, Ignored + ", and would ignore or refuse it", null)]
    [InlineData("'onUnsupported':'refuse','mode':'warn',", Outcome.Warned, Ignored + ", and would ignore or refuse it", null)]
    [InlineData("'mode':'warn',", Outcome.Warned, null, Ignored)]
    public void OnUnsupported_says_what_comes_of_it(string members, object outcome, string? reason, string? notes)
    {
        var verdict = Judge($"{{{members}{Scheduler}}}", FeaturesSample.Runc115);

        var decision = verdict.Decisions.Should().ContainSingle().Subject;
        (decision.Outcome, decision.Reason, decision.Runtime?.Message).Should().Be(((Outcome)outcome, reason, notes));
        (verdict.Refusal is not null).Should().Be((Outcome)outcome == Outcome.Failed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("'onUnsupported':'refuse',")]
    public void A_runtime_that_does_not_tell_is_said_and_refuses_nothing(string members)
    {
        var verdict = Judge($"{{{members}{Scheduler}}}", FeaturesSample.OldCrun);

        verdict.Refusal.Should().BeNull();
        verdict.Decisions[0].Runtime.Should().BeEquivalentTo(new { Unsupported = Array.Empty<string>(), Message = Untold });
    }

    [Fact]
    public void Features_that_do_not_say_are_no_answer_either() =>
        Judge("{'type':'cpu-affinity','value':{'initial':'0'}}", new RuntimeAnswer("/usr/bin/crun", FeaturesSample.Captured("crun-1.28-debian-14"), null))
            .Decisions[0].Runtime!.Message.Should().Be("cannot tell whether the runtime /usr/bin/crun (crun 1.28) supports process.execCPUAffinity: its features do not say");

    [Theory]
    [InlineData("{'type':'env','force':{'A':'1'}}")]
    [InlineData("{'type':'no-new-privileges'}")]
    [InlineData("{'onUnsupported':'pass'," + Scheduler + "}")]
    [InlineData("{'mode':'off'," + Scheduler + "}")]
    [InlineData("{'type':'masked-paths','add':['/proc/x']}")]
    public void A_change_that_needs_no_judgement_asks_nothing(string rule)
    {
        var host = new AskedHost();

        Judge(rule, host).Decisions.Should().ContainSingle();

        host.Asked.Should().Be(0);
    }

    [Fact]
    public void A_container_that_is_refused_asks_nothing()
    {
        var host = new AskedHost();

        Judge($"{{{Scheduler}}},{{'type':'deny','when':{{'verb':'create'}}}}", host).Refusal!.Message.Should().Contain("(deny, ");

        host.Asked.Should().Be(0);
    }

    [Fact]
    public void What_every_runtime_knows_is_not_worth_a_word() =>
        Judge("{'type':'capabilities','add':['NET_ADMIN']}", FeaturesSample.OldCrun).Decisions[0].Should().Match<Decision>(decision => decision.Outcome == Outcome.Changed && decision.Runtime == null);

    [Fact]
    public void What_a_patch_writes_is_judged_as_well() =>
        Judge("{'type':'patch','operations':[{'op':'add','path':'/linux/netDevices','value':{'eth0':{}}}]}", FeaturesSample.Runc115)
            .Decisions[0].Runtime!.Unsupported.Should().Equal("linux.netDevices (it came with runc 1.4.0)");

    [Fact]
    public void A_process_that_joins_a_container_is_judged_as_well()
    {
        var host = new FakeHost { RuntimeOfCall = FeaturesSample.Runc115 };

        Policy($"{{'onUnsupported':'refuse',{Scheduler}}}", host).Apply(new Process(Json("{'args':['sh']}")), "c1", host)
            .Refusal!.Message.Should().EndWith("(scheduler): the runtime /usr/bin/runc (runc 1.1.5+ds1) does not support process.scheduler (it came with runc 1.3.0), and would ignore or refuse it");
    }

    [Fact]
    public void A_long_list_is_cut()
    {
        var options = string.Join(',', Enumerable.Range(0, 15).Select(number => $"'o{number}'"));

        Judge($"{{'type':'mounts','add':[{{'destination':'/d','type':'bind','source':'/srv','options':['bind',{options}]}}]}}", FeaturesSample.Runc115)
            .Decisions[0].Runtime.Should().Match<RuntimeNotes>(notes => notes.Unsupported.Length == 15 && notes.Message.EndsWith(" and 5 more"));
    }

    [Fact]
    public void The_audit_trail_says_it()
    {
        var decisions = Judge($"{{{Scheduler}}}", FeaturesSample.Runc115).Decisions;

        Encoding.UTF8.GetString(AuditLine.Of(JsonObject.Empty, decisions).Span).Should().Contain($"\"runtime\":\"{Ignored}\"");
    }

    [Theory]
    [InlineData(Scheduler, "warning 1:11 " + Ignored)]
    [InlineData("'onUnsupported':'refuse'," + Scheduler, "warning 1:11 " + Ignored + ": the rule refuses each container that it would change")]
    [InlineData("'onUnsupported':'pass'," + Scheduler, "")]
    [InlineData("'mode':'off'," + Scheduler, "")]
    [InlineData("'type':'net-devices','value':{'eth0':{}}", "warning 1:11 the runtime /usr/bin/runc (runc 1.1.5+ds1) does not support linux.netDevices (it came with runc 1.4.0)")]
    [InlineData("'type':'memory-policy','value':{'mode':'MPOL_BIND','nodes':'0'}", "warning 1:11 the runtime /usr/bin/runc (runc 1.1.5+ds1) does not support linux.memoryPolicy.mode MPOL_BIND (it came with runc 1.4.0)")]
    [InlineData("'type':'mount-options','destinations':['/sys','/data/**'],'add':['idmap']", "warning 1:11 the runtime /usr/bin/runc (runc 1.1.5+ds1) does not support the option idmap of the mount at /sys (it came with runc 1.2.0), the option idmap of the mount at /data/x (it came with runc 1.2.0)")]
    [InlineData("'type':'mount-options','destinations':['/sys'],'add':['ro']", "")]
    [InlineData("'type':'namespaces','add':[{'type':'time'}]", "warning 1:11 the runtime /usr/bin/runc (runc 1.1.5+ds1) does not support the namespace time (it came with runc 1.2.0)")]
    [InlineData("'type':'seccomp','profile':'docker-default'", "")]
    [InlineData("'type':'deny','when':{'privileged':true}", "")]
    [InlineData("'type':'umask','value':'0022'", "")]
    public void A_policy_is_checked_against_the_runtime(string rule, string findings)
    {
        var found = new Findings();
        new PolicyCheck("p.json", new FakeHost { RuntimeOfCall = FeaturesSample.Runc115 }, found).Check(Encoding.UTF8.GetBytes($"{{'rules':[{{{rule}}}]}}".Replace('\'', '"')));

        string.Join('|', found.All.Select(one => $"{(one.Severity == Severity.Error ? "error" : "warning")} {one.Line}:{one.Column} {one.Message}")).Should().Be(findings);
    }

    /// <summary>Whatever the container asks for, it gets the default.</summary>
    [Theory]
    [InlineData("'add':['SYSLOG']", "the capability CAP_SYSLOG")]
    [InlineData("'default':['CHOWN','SYSLOG']", "the capability CAP_SYSLOG")]
    [InlineData("'default':['CHOWN']", null)]
    public void A_capability_that_the_runtime_does_not_know_is_said_when_the_policy_is_checked(string members, string? unknown)
    {
        var found = new Findings();
        var runtime = new RuntimeAnswer("/usr/bin/runc", FeaturesSample.Of("{'ociVersionMin':'1.0.0','ociVersionMax':'1.2.0','linux':{'capabilities':['CAP_CHOWN']}}"), null);
        new PolicyCheck("p.json", new FakeHost { RuntimeOfCall = runtime }, found).Check(Encoding.UTF8.GetBytes($"{{'rules':[{{'type':'capabilities',{members}}}]}}".Replace('\'', '"')));

        if (unknown is null)
        {
            found.All.Should().BeEmpty();
        }
        else
        {
            found.All.Single().Message.Should().Contain($"does not support {unknown}");
        }
    }

    private static Verdict Judge(string rule, RuntimeAnswer runtime) => Judge(rule, new FakeHost { RuntimeOfCall = runtime });

    private static Verdict Judge(string rule, OciInterceptor.Host.IHost host) =>
        Policy(rule, host).Apply(new RuntimeSpec(Json("{'process':{'args':['sh'],'capabilities':{'bounding':[]}},'linux':{'namespaces':[{'type':'network'}]}}")), "create", "c1", host);

    private static EffectivePolicy Policy(string rule, OciInterceptor.Host.IHost host)
    {
        var file = PolicyFileReader.Read("policy.json", Encoding.UTF8.GetBytes($"{{'rules':[{rule}]}}".Replace('\'', '"')), host);
        return new EffectivePolicy(file.Settings, file.Rules);
    }

    private static JsonObject Json(string text) => (JsonObject)JsonText.Parse(Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "config.json");

    private sealed class AskedHost : FakeHost, OciInterceptor.Host.IHost
    {
        internal int Asked { get; private set; }

        RuntimeAnswer OciInterceptor.Host.IHost.RuntimeOfCall
        {
            get
            {
                Asked++;
                return RuntimeOfCall;
            }
        }
    }
}

using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Policy;

/// <summary>What comes of each rule for a document; double quotes are written as single ones.</summary>
public sealed class EffectivePolicyTests
{
    private const string Changes = "'type':'umask','value':'0022'";
    private const string Fails = "'type':'sysctls','set':{'net.x':'1'}";
    private const string Denies = "'type':'deny','when':{'verb':'create'}";
    private const string ConditionFails = "'type':'umask','value':'0022','when':{'hostNamespaces':['pid']}";
    private const string DenialFails = "'type':'deny','when':{'hostNamespaces':['pid']}";

    private const string Document = "{'process':{'user':{'uid':0}},'linux':{'namespaces':[{'type':'pid'},{'type':'pid'}]}}";

    [Theory]
    [InlineData(Changes, "", Outcome.Changed, null)]
    [InlineData(Changes, "'mode':'enforce',", Outcome.Changed, null)]
    [InlineData(Changes, "'mode':'warn',", Outcome.Warned, null)]
    [InlineData(Changes, "'mode':'off',", Outcome.Off, null)]
    [InlineData(Changes, "'onError':'skip',", Outcome.Changed, null)]
    [InlineData("'type':'umask','value':'0022','when':{'verb':'run'}", "", Outcome.NotMatched, "verb is create, not run")]
    [InlineData("'type':'umask','value':'0022','when':{'verb':'run'}", "'mode':'warn',", Outcome.NotMatched, "verb is create, not run")]
    [InlineData("'type':'umask','value':'0022','when':{'verb':'create'}", "", Outcome.Changed, null)]
    [InlineData("'type':'namespaces','remove':['uts']", "", Outcome.Unchanged, null)]
    [InlineData("'type':'namespaces','remove':['uts']", "'mode':'warn',", Outcome.Unchanged, null)]
    [InlineData(Fails, "", Outcome.Failed, "the sysctl net.x would change the host: the container has no network namespace of its own")]
    [InlineData(Fails, "'onError':'refuse',", Outcome.Failed, "the sysctl net.x would change the host: the container has no network namespace of its own")]
    [InlineData(Fails, "'onError':'skip',", Outcome.Skipped, "the sysctl net.x would change the host: the container has no network namespace of its own")]
    [InlineData(Fails, "'mode':'warn',", Outcome.Warned, "the sysctl net.x would change the host: the container has no network namespace of its own")]
    [InlineData(Fails, "'mode':'warn','onError':'skip',", Outcome.Warned, "the sysctl net.x would change the host: the container has no network namespace of its own")]
    [InlineData(Fails, "'mode':'off',", Outcome.Off, null)]
    [InlineData(Denies, "", Outcome.Denied, "not allowed here")]
    [InlineData(Denies, "'message':'why','onError':'skip',", Outcome.Denied, "why")]
    [InlineData(Denies, "'mode':'warn',", Outcome.Warned, "not allowed here")]
    [InlineData(Denies, "'mode':'off',", Outcome.Off, null)]
    [InlineData(ConditionFails, "", Outcome.Failed, "the container has several pid namespaces, and runtimes differ in which they use")]
    [InlineData(ConditionFails, "'onError':'skip',", Outcome.Skipped, "the container has several pid namespaces, and runtimes differ in which they use")]
    [InlineData(ConditionFails, "'mode':'warn',", Outcome.Warned, "the container has several pid namespaces, and runtimes differ in which they use")]
    [InlineData(DenialFails, "", Outcome.Failed, "the container has several pid namespaces, and runtimes differ in which they use")]
    [InlineData(DenialFails, "'onError':'skip',", Outcome.Failed, "the container has several pid namespaces, and runtimes differ in which they use")]
    [InlineData(DenialFails, "'mode':'warn',", Outcome.Warned, "the container has several pid namespaces, and runtimes differ in which they use")]
    public void Mode_and_onError_say_what_comes_of_a_rule(string rule, string members, object outcome, string? reason)
    {
        var verdict = Judge(Document, $"{{{members}{rule}}}");

        var decision = verdict.Decisions.Should().ContainSingle().Subject;
        decision.Outcome.Should().Be((Outcome)outcome);
        decision.Reason.Should().Be(reason);
        (verdict.Refusal is not null).Should().Be((Outcome)outcome is Outcome.Failed or Outcome.Denied);
        verdict.Document.Should().BeSameAs((Outcome)outcome == Outcome.Changed ? decision.After : decision.Before);
        decision.Changes.IsEmpty.Should().Be((Outcome)outcome != Outcome.Changed && !((Outcome)outcome == Outcome.Warned && reason is null));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("'mode':'warn',", false)]
    [InlineData("'mode':'off',", false)]
    public void A_rule_sees_what_those_before_it_changed(string members, bool isSeen)
    {
        var verdict = Judge("{'process':{'user':{'uid':0}}}", $"{{{members}'type':'user','uid':7}}", "{'type':'umask','value':'0022','when':{'user':'7'}}");

        verdict.Decisions[1].Outcome.Should().Be(isSeen ? Outcome.Changed : Outcome.NotMatched);
        Sample.Text(verdict.Document).Should().Be(isSeen ? """{"process":{"user":{"uid":7,"umask":18}}}""" : """{"process":{"user":{"uid":0}}}""");
    }

    [Theory]
    [InlineData(Fails, "policy.json:1:72: cannot apply the rule \"sysctls\" (sysctls): the sysctl net.x would change the host: the container has no network namespace of its own")]
    [InlineData(Denies, "denied by the rule \"deny\" (deny, policy.json): not allowed here (when {\"verb\":\"create\"})")]
    [InlineData("'name':'mine'," + Denies, "denied by the rule \"mine\" (deny, policy.json): not allowed here (when {\"verb\":\"create\"})")]
    public void A_refusal_ends_it_and_leaves_the_document_as_it_was(string rule, string message)
    {
        var verdict = Judge("{'process':{'user':{}}}", $"{{{Changes}}}", "{'type':'no-new-privileges'}", $"{{{rule}}}", "{'type':'user','uid':7}");

        verdict.Decisions.Select(decision => decision.Outcome).Should().Equal(Outcome.Changed, Outcome.Changed, rule == Fails ? Outcome.Failed : Outcome.Denied);
        verdict.Refusal!.Message.Should().Be(message);
        Sample.Text(verdict.Document).Should().Be("""{"process":{"user":{}}}""");
    }

    [Fact]
    public void A_rule_of_a_flag_has_no_place_in_a_file()
    {
        var rule = new PolicyRule("n", "t", "flags", new OciInterceptor.Rules.DenyRule { Message = "m" });
        rule.Failure(new InterceptorException("cause")).Message.Should().Be("cannot apply the rule \"n\" (t, flags): cause");
        rule.Denial(new OciInterceptor.Rules.DeniedException("cause")).Message.Should().Be("denied by the rule \"n\" (t, flags): cause");
    }

    [Theory]
    [InlineData("{'type':'umask','value':'0022'}", Outcome.Changed, false)]
    [InlineData("{'type':'namespaces','remove':['uts']}", Outcome.NotForExec, false)]
    [InlineData("{'type':'umask','value':'0022','when':{'hostname':'*'}}", Outcome.NotForExec, true)]
    [InlineData("{'type':'umask','value':'0022','when':{'not':{'hostname':'x'}}}", Outcome.NotForExec, true)]
    [InlineData("{'type':'umask','value':'0022','when':{'containerId':'c9'}}", Outcome.Changed, false)]
    [InlineData("{'type':'umask','value':'0022','when':{'verb':'exec'}}", Outcome.Changed, false)]
    [InlineData("{'type':'umask','value':'0022','when':{'verb':'create'}}", Outcome.NotMatched, true)]
    public void An_exec_gets_the_rules_and_conditions_of_a_process(string rule, object outcome, bool hasReason)
    {
        var decision = Read(rule).Apply(new Process(Sample.Object("""{"user":{}}""")), "c9", new FakeHost()).Decisions.Single();

        decision.Outcome.Should().Be((Outcome)outcome);
        (decision.Reason is not null).Should().Be(hasReason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_call_says_is_known_to_conditions(bool noPivot)
    {
        const string Rule = "{'type':'no-new-privileges','when':{'noPivot':true,'verb':'restore','containerId':'c7'}}";
        var verdict = Read(Rule).Apply(new RuntimeSpec(Sample.Object("""{"process":{}}""")), "restore", "c7", new FakeHost(), noPivot);

        verdict.Decisions.Single().Outcome.Should().Be(noPivot ? Outcome.Changed : Outcome.NotMatched);
    }

    private static Verdict Judge(string document, params string[] rules) =>
        Read(rules).Apply(new RuntimeSpec(Sample.Object(document.Replace('\'', '"'))), "create", "c1", new FakeHost());

    private static EffectivePolicy Read(params string[] rules)
    {
        var file = PolicyFileReader.Read("policy.json", Encoding.UTF8.GetBytes($"{{'rules':[{string.Join(',', rules)}]}}".Replace('\'', '"')), new FakeHost());
        return new EffectivePolicy(file.Settings, file.Rules);
    }

    /// <summary>Such a call starts .NET with its collector.</summary>
    [Theory]
    [InlineData("""{"type":"filter","path":"/f"}""", true)]
    [InlineData("""{"type":"filter","path":"/f","mode":"warn"}""", true)]
    [InlineData("""{"type":"filter","path":"/f","mode":"off"}""", false)]
    [InlineData("""{"type":"env","default":{"A":"1"}},{"type":"filter","path":"/f"}""", true)]
    [InlineData("""{"type":"env","default":{"A":"1"}}""", false)]
    [InlineData("""{"type":"hooks-dir","directories":["/edits"]}""", true)]
    [InlineData("""{"type":"hooks-dir","directories":["/edits"],"mode":"off"}""", false)]
    [InlineData("""{"type":"hooks-dir","directories":["/adds"]}""", false)]
    [InlineData("""{"type":"hooks-dir","directories":["/nothing"]}""", false)]
    public void A_policy_runs_programs_by_filters_and_by_hooks_that_edit(string rules, bool runs)
    {
        static byte[] Hook(string stage) => Encoding.UTF8.GetBytes($$"""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true},"stages":["{{stage}}"]}""");
        var host = new FakeHost { Files = new() { ["/edits/a.json"] = Hook("prestart"), ["/edits/b.json"] = Hook("precreate"), ["/adds/a.json"] = Hook("prestart") } };
        var file = PolicyFileReader.Read("p.json", Encoding.UTF8.GetBytes($$"""{"rules":[{{rules}}]}"""), host);

        new EffectivePolicy(file.Settings, file.Rules).RunsPrograms.Should().Be(runs);
    }
}

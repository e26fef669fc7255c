using System.Text;
using OciInterceptor.Commands.Report;

namespace OciInterceptor.Tests.Commands.Report;

public sealed class TrailCallReaderTests
{
    private const string Whole = "{'time':'2026-11-29T08:00:00.000Z','containerId':'c1','verb':'run','document':'/b','engine':'docker','image':'web:1','namespace':'shop',"
        + "'labels':{'team':'red','n':1},'policy':'sha256:0','result':'refused','message':'m','microseconds':1234,'shadowFaults':[{'shadow':'s','fault':'broken','x':[1]},{'shadow':'t'}],"
        + "'rules':[{'name':'a','type':'deny','origin':'/p','shadow':'s','outcome':'Warned','reason':'why','note':'n'},{'name':'b','type':'env','origin':'flags','outcome':'Warned','patch':[{'op':'add','path':'/name'}]}],'rulesLeftOut':3}";

    private readonly TrailCall _call = new();
    private readonly TrailCallReader _reader = new();

    [Fact]
    public void Everything_that_is_counted_is_read()
    {
        Read(Whole).Should().BeTrue();

        (_call.Time, _call.ContainerId, _call.Verb, _call.Result, _call.Image, _call.Namespace, _call.Microseconds, _call.HasRulesLeftOut)
            .Should().Be(("2026-11-29T08:00:00.000Z", "c1", "run", "refused", "web:1", "shop", 1234L, true));
        _call.Labels.Should().Equal(("team", "red"), ("n", ""));
        _call.ShadowFaults.Should().Equal(("s", "broken"), ("t", ""));
        _call.Decisions.Should().Equal(
            new TrailDecision(new TrailRule("a", "deny", "/p", "s"), RuleEffect.WouldRefuse, "why"),
            new TrailDecision(new TrailRule("b", "env", "flags", ""), RuleEffect.WouldChange, null));
    }

    [Fact]
    public void The_next_line_has_nothing_of_the_one_before()
    {
        Read(Whole);
        Read("{'time':'2026-11-29T08:00:00.000Z','result':'allowed'}").Should().BeTrue();

        (_call.ContainerId, _call.Verb, _call.Image, _call.Namespace, _call.Microseconds, _call.HasRulesLeftOut).Should().Be(("", "", null, null, -1L, false));
        (_call.Labels.Count + _call.Decisions.Count + _call.ShadowFaults.Count).Should().Be(0);
    }

    [Theory]
    [InlineData("Changed", "", RuleEffect.Changed)]
    [InlineData("Unchanged", "", RuleEffect.None)]
    [InlineData("NotMatched", ",'reason':'r'", RuleEffect.None)]
    [InlineData("NotForExec", "", RuleEffect.None)]
    [InlineData("Off", "", RuleEffect.None)]
    [InlineData("Warned", "", RuleEffect.WouldChange)]
    [InlineData("Warned", ",'reason':'r'", RuleEffect.WouldRefuse)]
    [InlineData("Skipped", ",'reason':'r'", RuleEffect.Skipped)]
    [InlineData("Failed", ",'reason':'r'", RuleEffect.Refused)]
    [InlineData("Denied", ",'reason':'r'", RuleEffect.Refused)]
    public void An_outcome_is_an_effect(string outcome, string rest, object effect)
    {
        Read(TrailText.Call(rest: TrailText.Rules(TrailText.Rule("a", outcome, rest))).TrimEnd('\n')).Should().BeTrue();
        _call.Decisions.Should().ContainSingle().Which.Effect.Should().Be((RuleEffect)effect);
    }

    /// <summary>Every outcome that a call can write is known here.</summary>
    [Fact]
    public void No_outcome_is_forgotten()
    {
        foreach (var outcome in Enum.GetNames<OciInterceptor.Policy.Outcome>())
        {
            Read(TrailText.Call(rest: TrailText.Rules(TrailText.Rule("a", outcome))).TrimEnd('\n'));
            (_call.Decisions[0].Effect == RuleEffect.None).Should().Be(outcome is "Off" or "NotForExec" or "NotMatched" or "Unchanged", outcome);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("{'time':'2026-11-29T08:00:00.000Z'}")]
    [InlineData("{'result':'allowed'}")]
    [InlineData("{'time':'2026-11-29T08:00:00Z','result':'allowed'}")]
    [InlineData("{'time':'2026-11-29T08:00:00.0000','result':'allowed'}")]
    [InlineData("{'time':'2026-11-29T08:00:00.000Z','result':'maybe'}")]
    [InlineData("{'time':'2026-11-29T08:00:00.000Z','result':'allowed'")]
    [InlineData("{'time':'2026-11-29T08:00:00.000Z','result':'allowed','rules':[{'name':'a'")]
    [InlineData("{'time':'2026-11-29T08:00:00.000Z','result':'allowed'} {}")]
    [InlineData("{'time':'2026-11-29T08:00:00.000Z','result':'\\ud800'}")]
    [InlineData("{'time':{},'result':'allowed'}")]
    [InlineData("{'time':'zzzzzzzzzzzzzzzzzzzzzzzZ','result':'allowed'}")]
    [InlineData("{'time':'2026-11-29 08:00:00.000Z','result':'allowed'}")]
    [InlineData("{'time':'2026-11-29T08:00:00,000Z','result':'allowed'}")]
    [InlineData("{'time':'2026-11-29T08:00:00.00\\u0660Z','result':'allowed'}")]
    [InlineData("08:00 [INF] a log")]
    public void Anything_else_is_foreign(string line) => Read(line).Should().BeFalse();

    /// <summary>A patch has what a rule wrote, which may nest as deep as a document.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(20_000)]
    public void A_patch_may_nest_deep(int depth)
    {
        var patch = $",'patch':[{{'op':'add','path':'/x','value':{new string('[', depth)}{new string(']', depth)}}}]";
        Read(TrailText.Call(rest: TrailText.Rules(TrailText.Rule("a", "Changed", patch))).TrimEnd('\n')).Should().BeTrue();
        _call.Decisions.Should().ContainSingle().Which.Effect.Should().Be(RuleEffect.Changed);
    }

    [Theory]
    [InlineData("'rules':{'a':1}")]
    [InlineData("'rules':[1,2]")]
    [InlineData("'labels':[{}]")]
    [InlineData("'shadowFaults':'x'")]
    [InlineData("'microseconds':'x'")]
    [InlineData("'microseconds':1.5")]
    [InlineData("'image':['a']")]
    [InlineData("'unknown':{'time':'x','rules':[{'name':'y'}]}")]
    public void A_member_of_another_kind_is_passed_over(string member)
    {
        // What follows a list of something else is part of the line, which is then not certain to be one.
        if (Read($"{{{member},'time':'2026-11-29T08:00:00.000Z','result':'allowed'}}"))
        {
            (_call.Decisions.Count, _call.Labels.Count, _call.ShadowFaults.Count, _call.Microseconds, _call.Image ?? "").Should().Be((0, 0, 0, -1L, ""));
        }
    }

    private bool Read(string line) => _reader.TryRead(Encoding.UTF8.GetBytes(line.Replace('\'', '"')), _call);
}

using OciInterceptor.Rules.Seccomp;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>What allowing or denying single calls makes of a filter; @ stands for a condition on an argument.</summary>
public sealed class SyscallActionTests
{
    private const string Denying = "'defaultAction':'SCMP_ACT_ERRNO'";
    private const string Allowing = "'defaultAction':'SCMP_ACT_ALLOW'";
    private const string Deny = "'deny':[{'names':['mount']}]";
    private const string Allow = "'allow':[{'names':['mount']}]";
    private const string Denied = "{'names':['mount'],'action':'SCMP_ACT_ERRNO','errnoRet':1}";
    private const string Allowed = "{'names':['mount'],'action':'SCMP_ACT_ALLOW'}";

    [Theory]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO'")]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':1")]
    public void What_a_filter_denies_by_default_needs_no_entry(string frame)
    {
        Check(Deny, frame, "", "");
        Check(Deny, frame, Allowed, "");
        Check(Deny, frame, "{'names':['x','mount'],'action':'SCMP_ACT_ALLOW'}", "{'names':['x'],'action':'SCMP_ACT_ALLOW'}");
    }

    /// <summary>What the filter kills stays killed; what it lets through fails as the rule says.</summary>
    [Theory]
    [InlineData("SCMP_ACT_TRAP")]
    [InlineData("SCMP_ACT_KILL")]
    [InlineData("SCMP_ACT_KILL_THREAD")]
    [InlineData("SCMP_ACT_KILL_PROCESS")]
    public void What_a_filter_that_kills_by_default_lets_through_gets_the_verdict(string fallback)
    {
        var frame = $"'defaultAction':'{fallback}'";
        Check(Deny, frame, "", "");
        Check(Deny, frame, Allowed, Denied);
        Check(Deny, frame, "{'names':['x','mount'],'action':'SCMP_ACT_ALLOW'}", "{'names':['x'],'action':'SCMP_ACT_ALLOW'}," + Denied);
        Check(Deny, frame, "{'names':['mount'],'action':'SCMP_ACT_LOG','args':[@]}", "{'names':['mount'],'action':'SCMP_ACT_ERRNO','args':[@],'errnoRet':1}");
        Check(Deny, frame, "{'names':['mount'],'action':'SCMP_ACT_KILL_PROCESS','args':[@]},{'names':['x'],'action':'SCMP_ACT_TRACE'}", "{'names':['mount'],'action':'SCMP_ACT_KILL_PROCESS','args':[@]},{'names':['x'],'action':'SCMP_ACT_TRACE'}");
        Check(Deny, frame, "{'names':['a','mount'],'action':'SCMP_ACT_KILL_PROCESS','args':[@]},{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}", "{'names':['a','mount'],'action':'SCMP_ACT_KILL_PROCESS','args':[@]}," + Denied);
    }

    /// <summary>The kernel's order: KILL_PROCESS, KILL_THREAD (KILL by its older name), TRAP, ERRNO.</summary>
    [Theory]
    [InlineData("SCMP_ACT_TRAP", "SCMP_ACT_KILL_PROCESS", false)]
    [InlineData("SCMP_ACT_TRAP", "SCMP_ACT_ERRNO", true)]
    [InlineData("SCMP_ACT_KILL", "SCMP_ACT_TRAP", true)]
    [InlineData("SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD", false)]
    [InlineData("SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL", false)]
    [InlineData("SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL", true)]
    public void A_call_that_is_denied_more_strictly_stays_so(string wanted, string given, bool isChanged)
    {
        var deny = $"'deny':[{{'name':'mount','action':'{wanted}'}}]";
        var (entry, made) = ($"{{'names':['mount'],'action':'{given}'}}", $"{{'names':['mount'],'action':'{wanted}'}}");
        Check(deny, Allowing, entry, isChanged ? made : entry);
        Check(deny, $"'defaultAction':'{given}'", "", isChanged ? made : "");
        Check(deny, $"'defaultAction':'{given}'", Allowed, given is "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" && wanted != "SCMP_ACT_KILL_PROCESS" ? "" : made);
    }

    [Theory]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_KILL'},{'names':['mount'],'action':'SCMP_ACT_ALLOW','args':[@]}", "{'names':['mount'],'action':'SCMP_ACT_KILL'}")]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_KILL','args':[@]},{'names':['x','mount'],'action':'SCMP_ACT_ALLOW','args':[@]}", "{'names':['mount'],'action':'SCMP_ACT_KILL','args':[@]},{'names':['x'],'action':'SCMP_ACT_ALLOW','args':[@]}")]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_KILL','args':[@]},{'names':['mount'],'action':'SCMP_ACT_ALLOW'}", "")]
    public void What_kills_stays_where_it_did(string entries, string after) => Check(Deny, Denying, entries, after);

    [Theory]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':38")]
    [InlineData("'defaultAction':'SCMP_ACT_LOG'")]
    [InlineData("'defaultAction':'SCMP_ACT_TRACE'")]
    [InlineData("'defaultAction':'SCMP_ACT_NOTIFY'")]
    [InlineData("'defaultAction':'SCMP_ACT_TRACE','defaultErrnoRet':1")]
    public void What_a_filter_does_otherwise_by_default_gets_an_entry(string frame)
    {
        Check(Deny, frame, "", Denied);
        Check(Deny, frame, Allowed, Denied);
    }

    [Theory]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW'")]
    [InlineData("'defaultAction':'SCMP_ACT_LOG'")]
    public void What_a_filter_allows_by_default_needs_no_entry(string frame)
    {
        Check(Allow, frame, "", "");
        Check(Allow, frame, Denied, "");
        Check(Allow, frame, "{'names':['mount'],'action':'SCMP_ACT_LOG'}", "{'names':['mount'],'action':'SCMP_ACT_LOG'}");
        Check(Allow, frame, "{'names':['mount','x'],'action':'SCMP_ACT_KILL'}", "{'names':['x'],'action':'SCMP_ACT_KILL'}");
    }

    [Theory]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_ALLOW'}", null)]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_LOG'}", null)]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_ALLOW','args':[]}", null)]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_ALLOW','args':[@]},{'names':['mount'],'action':'SCMP_ACT_ALLOW'}", null)]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_ALLOW','args':[@]}", "")]
    [InlineData("{'names':['mount','x'],'action':'SCMP_ACT_ALLOW','args':[@]}", "{'names':['x'],'action':'SCMP_ACT_ALLOW','args':[@]},")]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_ALLOW'},{'names':['mount'],'action':'SCMP_ACT_KILL','args':[@]}", "")]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_TRAP'}", "")]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_TRACE'}", "")]
    [InlineData("{'names':['mounts'],'action':'SCMP_ACT_ALLOW'}", "{'names':['mounts'],'action':'SCMP_ACT_ALLOW'},")]
    [InlineData("", "")]
    public void A_call_is_allowed_by_one_entry_without_conditions(string entries, string? rest) =>
        Check(Allow, Denying, entries, rest is null ? entries : rest + Allowed);

    [Theory]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_KILL'}", null)]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_KILL_THREAD'}", null)]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_KILL_PROCESS'}", null)]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_ERRNO'}", null)]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_ERRNO','errnoRet':1}", null)]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_KILL','args':[@]},{'names':['mount'],'action':'SCMP_ACT_ERRNO'}", null)]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_ERRNO'},{'names':['mount'],'action':'SCMP_ACT_ALLOW','args':[@]}", "")]
    public void A_call_is_denied_by_one_entry_without_conditions(string entries, string? rest) =>
        Check(Deny, Allowing, entries, rest is null ? entries : rest + Denied);

    [Theory]
    [InlineData("'a','b','c'", "{'names':['b'],'action':'SCMP_ACT_ERRNO'}", "{'names':['b'],'action':'SCMP_ACT_ERRNO'},{'names':['a','c'],'action':'SCMP_ACT_ERRNO','errnoRet':1}")]
    [InlineData("'a','b'", "{'names':['b','x','a'],'action':'SCMP_ACT_ALLOW'},{'names':['a'],'action':'SCMP_ACT_TRACE'}", "{'names':['x'],'action':'SCMP_ACT_ALLOW'},{'names':['a','b'],'action':'SCMP_ACT_ERRNO','errnoRet':1}")]
    public void Only_the_calls_change_that_need_it(string names, string entries, string after) => Check($"'deny':[{{'names':[{names}]}}]", Allowing, entries, after);

    [Theory]
    [InlineData("SCMP_ACT_ALLOW", true, false)]
    [InlineData("SCMP_ACT_LOG", true, false)]
    [InlineData("SCMP_ACT_ERRNO", false, false)]
    [InlineData("SCMP_ACT_TRACE", false, false)]
    [InlineData("SCMP_ACT_NOTIFY", false, false)]
    [InlineData("SCMP_ACT_TRAP", false, true)]
    [InlineData("SCMP_ACT_KILL", false, true)]
    [InlineData("SCMP_ACT_KILL_THREAD", false, true)]
    [InlineData("SCMP_ACT_KILL_PROCESS", false, true)]
    [InlineData(null, false, false)]
    public void An_action_lets_a_call_through_or_kills_or_neither(string? action, bool allows, bool kills)
    {
        SyscallOutcome.Allows(action).Should().Be(allows);
        SyscallOutcome.Kills(action).Should().Be(kills);
        (action is null || SeccompWords.Actions.Contains(action)).Should().BeTrue();
    }

    private static void Check(string members, string frame, string entries, string after)
    {
        static string Full(string entries) => entries.Replace("@", "{'index':0,'value':1,'op':'SCMP_CMP_EQ'}", StringComparison.Ordinal);
        RuleRun.OnLinux($"{{'type':'seccomp',{members}}}", $"{{'seccomp':{{{frame},'syscalls':[{Full(entries)}]}}}}").Should().Be($"{{'seccomp':{{{frame},'syscalls':[{Full(after)}]}}}}");
    }
}

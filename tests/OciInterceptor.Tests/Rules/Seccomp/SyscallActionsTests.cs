using OciInterceptor.Schema;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>Which calls a policy allows and denies, and with which errno.</summary>
public sealed class SyscallActionsTests
{
    private const string Errnos = "errno must be a number from 1 to 4095, or a name such as EPERM";

    [Theory]
    [InlineData("38", "'errnoRet':38", true)]
    [InlineData("'ENOSYS'", "'errnoRet':38", true)]
    [InlineData("'EPERM'", "'errnoRet':1", true)]
    [InlineData("'ENOENT'", "'errnoRet':2", true)]
    [InlineData("'EACCES'", "'errnoRet':13", true)]
    [InlineData("'EINVAL'", "'errnoRet':22", true)]
    [InlineData("'EOPNOTSUPP'", "'errnoRet':95", true)]
    [InlineData("4095", "'errnoRet':4095", true)]
    [InlineData("2", "'errnoRet':3", false)]
    public void A_call_is_denied_with_the_errno_that_is_asked_for(string errno, string member, bool isSame)
    {
        var denied = $"{{'names':['mount'],'action':'SCMP_ACT_ERRNO',{member}}}";
        RuleRun.OnLinux($"{{'type':'seccomp','deny':[{{'names':['mount'],'errno':{errno}}}]}}", Filter(denied)).Should().Be(Filter(isSame ? denied : denied.Replace("3}", errno + "}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("''", "invalid system call name \"\"")]
    [InlineData("'a-b'", "invalid system call name \"a-b\"")]
    [InlineData("'é'", "invalid system call name \"é\"")]
    [InlineData("'_sysctl','mmap2','Z9'", "")]
    public void A_call_has_a_name_of_letters_digits_and_underscores(string names, string error) =>
        RuleRun.ErrorOf($"{{'type':'seccomp','allow':[{{'names':[{names}]}}]}}").Should().Be(error);

    [Theory]
    [InlineData("'deny':[{}]", "missing member \"names\"")]
    [InlineData("'allow':[{}]", "missing member \"names\"")]
    [InlineData("'deny':[{'names':[]}]", "names must not be empty")]
    [InlineData("'allow':[{'names':[]}]", "names must not be empty")]
    [InlineData("'allow':[{'names':['a'],'errno':1}]", "unknown member \"errno\"")]
    [InlineData("'deny':[{'names':['a','b','a']}]", "a is listed twice in this rule")]
    [InlineData("'allow':[{'names':['a']},{'names':['a']}]", "a is listed twice in this rule")]
    [InlineData("'deny':[{'names':['a']}],'allow':[{'names':['a']}]", "a is listed twice in this rule")]
    [InlineData("'deny':[{'names':['a']}],'allow':[{'names':['A']}]", "")]
    [InlineData("'deny':[{'names':['a'],'errno':0}]", Errnos)]
    [InlineData("'deny':[{'names':['a'],'errno':1}]", "")]
    [InlineData("'deny':[{'names':['a'],'errno':4096}]", Errnos)]
    [InlineData("'deny':[{'names':['a'],'errno':'EBLUE'}]", Errnos)]
    [InlineData("'deny':[{'names':['a'],'errno':'eperm'}]", Errnos)]
    [InlineData("'deny':[{'names':['a'],'errno':''}]", Errnos)]
    [InlineData("'deny':[{'names':['a'],'errno':true}]", Errnos)]
    public void A_call_is_named_once_with_an_errno_of_the_kernels(string members, string error) =>
        RuleRun.ErrorOf($"{{'type':'seccomp',{members}}}").Should().StartWith(error);

    [Theory]
    [InlineData("'deny':['a b']", "invalid system call name \"a b\"")]
    [InlineData("'deny':['mount','mount']", "mount is listed twice in this rule")]
    [InlineData("'deny':[1]", "deny must be a list of names and objects")]
    [InlineData("'deny':['@af-alq']", "unknown group \"@af-alq\", did you mean \"@af-alg\"?")]
    [InlineData("'deny':['@af-alg',{'names':['@af-alg']}]", "@af-alg is listed twice in this rule")]
    [InlineData("'deny':[{'names':['@af-alg'],'args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'}]}]", "@af-alg has arguments of its own")]
    [InlineData("'deny':[{'name':'a','names':['b']}]", "an entry needs either \"names\" or \"name\"")]
    [InlineData("'deny':[{'names':['a'],'args':[{'index':6,'value':1,'op':'SCMP_CMP_EQ'}]}]", "index must be from 0 to 5")]
    [InlineData("'deny':[{'names':['a'],'args':[{'index':0,'value':1}]}]", "missing member \"op\"")]
    [InlineData("'deny':[{'names':['a'],'args':[{'index':0,'value':1,'op':'EQ'}]}]", "op must be one of SCMP_CMP_NE, ")]
    [InlineData("'deny':[{'names':['a'],'args':[{'index':0,'value':4294967296,'op':'SCMP_CMP_EQ'}]}]", "value must be at most 4294967295")]
    [InlineData("'deny':[{'names':['a'],'args':[{'index':0,'value':1,'op':'SCMP_CMP_LT'},{'index':0,'value':1,'op':'SCMP_CMP_GT'}]}]", "argument 0 has two conditions: want one")]
    [InlineData("'deny':[{'names':['a'],'args':[{'index':0,'value':1,'valueTwo':1,'op':'SCMP_CMP_EQ'}]}]", "valueTwo is only valid with SCMP_CMP_MASKED_EQ")]
    [InlineData("'deny':[{'names':['a'],'args':[{'index':0,'value':1,'valueTwo':0,'op':'SCMP_CMP_EQ'}]}]", "")]
    [InlineData("'deny':[{'names':['a'],'args':[{'index':0,'value':1,'valueTwo':2,'op':'SCMP_CMP_MASKED_EQ'}]}]", "no argument of 32 bits satisfies this condition")]
    [InlineData("'deny':[{'names':['a'],'args':[{'index':0,'value':0,'op':'SCMP_CMP_LT'}]}]", "no argument of 32 bits satisfies this condition")]
    [InlineData("'deny':[{'names':['a'],'args':[{'index':0,'value':4294967295,'op':'SCMP_CMP_GT'}]}]", "no argument of 32 bits satisfies this condition")]
    [InlineData("'deny':[{'names':['a'],'action':'SCMP_ACT_ALLOW'}]", "action must be one of SCMP_ACT_ERRNO, ")]
    [InlineData("'allow':[{'names':['a'],'action':'SCMP_ACT_ERRNO'}]", "action must be one of SCMP_ACT_ALLOW, SCMP_ACT_LOG")]
    [InlineData("'deny':[{'names':['a'],'action':'SCMP_ACT_KILL','errno':1}]", "SCMP_ACT_KILL returns nothing, so it takes no \"errno\"")]
    [InlineData("'deny':[{'names':['a'],'action':'SCMP_ACT_NOTIFY'}]", "SCMP_ACT_NOTIFY needs listenerPath")]
    [InlineData("'deny':[{'names':['write'],'action':'SCMP_ACT_NOTIFY'}],'listenerPath':'/run/agent'", "SCMP_ACT_NOTIFY cannot be used for write")]
    [InlineData("'listenerPath':'agent'", "listenerPath must be an absolute path")]
    [InlineData("'listenerMetadata':'x'", "listenerMetadata needs listenerPath")]
    [InlineData("'flags':['LOG']", "unknown value \"LOG\" in flags")]
    [InlineData("'deny':[{'names':['a'],'includes':{'caps':['CAP_SYS_ADMN']}}]", "unknown capability \"CAP_SYS_ADMN\"")]
    [InlineData("'deny':[{'names':['a'],'includes':{'minKernel':'new'}}]", "minKernel must be a version such as \"4.8\"")]
    public void An_entry_says_what_the_runtime_understands(string members, string error)
    {
        var found = RuleRun.ErrorOf($"{{'type':'seccomp',{members}}}");
        (error.Length == 0 ? found : found[..Math.Min(found.Length, error.Length)]).Should().Be(error);
    }

    [Theory]
    [InlineData("'mount'", "{'names':['mount'],'action':'SCMP_ACT_ERRNO','errnoRet':1}")]
    [InlineData("{'name':'mount','action':'SCMP_ACT_KILL_PROCESS'}", "{'names':['mount'],'action':'SCMP_ACT_KILL_PROCESS'}")]
    [InlineData("{'names':['mount'],'action':'SCMP_ACT_TRAP'}", "{'names':['mount'],'action':'SCMP_ACT_TRAP'}")]
    [InlineData("'@perf'", "{'names':['perf_event_open'],'action':'SCMP_ACT_ERRNO','errnoRet':1}")]
    [InlineData("'@io-uring'", "{'names':['io_uring_setup','io_uring_enter','io_uring_register'],'action':'SCMP_ACT_ERRNO','errnoRet':38}")]
    [InlineData("{'names':['@bpf'],'errno':'ENOSYS'}", "{'names':['bpf'],'action':'SCMP_ACT_ERRNO','errnoRet':38}")]
    [InlineData("{'names':['mount'],'includes':{'arches':['arm64']}}", "")]
    [InlineData("{'names':['mount'],'includes':{'arches':['amd64'],'minKernel':'3.1'}}", "{'names':['mount'],'action':'SCMP_ACT_ERRNO','errnoRet':1}")]
    [InlineData("{'names':['mount'],'excludes':{'arches':['amd64']}}", "")]
    [InlineData("{'names':['mount'],'excludes':{'caps':['SYS_ADMIN']}}", "{'names':['mount'],'action':'SCMP_ACT_ERRNO','errnoRet':1}")]
    [InlineData("{'names':['mount'],'includes':{'caps':['SYS_ADMIN']}}", "")]
    public void An_entry_becomes_one_of_the_filters(string entry, string made) =>
        RuleRun.OnLinux($"{{'type':'seccomp','deny':[{entry}]}}", Filter("{'names':['x'],'action':'SCMP_ACT_LOG'}"))
            .Should().Be(Filter("{'names':['x'],'action':'SCMP_ACT_LOG'}" + (made.Length == 0 ? "" : ",") + made));

    [Fact]
    public void An_entry_may_depend_on_the_containers_capabilities() =>
        RuleRun.On(
            "{'type':'seccomp','deny':[{'names':['bpf'],'includes':{'caps':['CAP_BPF']}},{'names':['mount'],'excludes':{'caps':['CAP_BPF']}}]}",
            "{'process':{'capabilities':{'bounding':['CAP_BPF']}},'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW'}}}")
            .Should().Contain("'bpf'").And.NotContain("mount");

    [Theory]
    [InlineData("", "'flags':['SECCOMP_FILTER_FLAG_LOG'],'listenerPath':'/run/agent.sock','listenerMetadata':'team'")]
    [InlineData(",'flags':['SECCOMP_FILTER_FLAG_TSYNC'],'listenerPath':'/run/other'", "'flags':['SECCOMP_FILTER_FLAG_TSYNC','SECCOMP_FILTER_FLAG_LOG'],'listenerPath':'/run/agent.sock','listenerMetadata':'team'")]
    public void A_filter_gets_flags_and_a_listener(string given, string wanted) =>
        RuleRun.OnLinux("{'type':'seccomp','deny':[{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}],'flags':['SECCOMP_FILTER_FLAG_LOG'],'listenerPath':'/run/agent.sock','listenerMetadata':'team'}",
            $"{{'seccomp':{{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[]{given}}}}}")
            .Should().Be($"{{'seccomp':{{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}}],{wanted}}}}}");

    [Fact]
    public void Flags_alone_make_no_filter() =>
        RuleRun.OnLinux("{'type':'seccomp','flags':['SECCOMP_FILTER_FLAG_LOG']}", "{}").Should().Be("{}");

    /// <summary>The schema of a policy offers the names, too.</summary>
    [Fact]
    public void The_errnos_that_have_a_name_are_offered() =>
        Shapes(OciInterceptor.Rules.Seccomp.SyscallActions.DenyShape).Should().StartWith("names name args includes excludes action errno:EPERM,ENOENT,ESRCH,").And.EndWith(",EHWPOISON,EWOULDBLOCK,EDEADLOCK,ENOTSUP");

    private static string Shapes(Shape list) => string.Join(' ', ((Shape.Record)((Shape.Either)((Shape.ListOf)list).Item).Other).Members.Select(member =>
        member.Name + (member.IsRequired ? "!" : "") + (member.Shape is Shape.Either { Other: Shape.WordFrom named } ? $":{string.Join(',', named.Words())}" : "")));

    private static string Filter(string entries) => $"{{'seccomp':{{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{entries}]}}}}";
}

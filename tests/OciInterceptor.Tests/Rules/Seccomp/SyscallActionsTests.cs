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

    /// <summary>The schema of a policy offers the names, too.</summary>
    [Fact]
    public void The_errnos_that_have_a_name_are_offered() =>
        Shapes(OciInterceptor.Rules.Seccomp.SyscallActions.DenyShape).Should().StartWith("names! errno:EPERM,ENOENT,ESRCH,").And.EndWith(",EHWPOISON,EWOULDBLOCK,EDEADLOCK,ENOTSUP");

    private static string Shapes(Shape list) => string.Join(' ', ((Shape.Record)((Shape.ListOf)list).Item).Members.Select(member =>
        member.Name + (member.IsRequired ? "!" : "") + (member.Shape is Shape.Either { Other: Shape.Word named } ? $":{string.Join(',', named.Words)}" : "")));

    private static string Filter(string entries) => $"{{'seccomp':{{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{entries}]}}}}";
}

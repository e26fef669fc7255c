namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>Which filters deny less than those of all engines: a rule for containers without a filter replaces them.</summary>
public sealed class WeakFilterTests
{
    private const string DeniedByAll =
        "'acct','bpf','delete_module','finit_module','init_module','kexec_file_load','kexec_load','open_by_handle_at','perf_event_open','swapoff','swapon','userfaultfd'";

    /// <summary>Law 5: a filter that protects nothing is none.</summary>
    [Attack("Filters that filter nothing")]
    [Theory]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW'")]
    [InlineData("'defaultAction':'SCMP_ACT_LOG','syscalls':[]")]
    [InlineData("'defaultAction':'SCMP_ACT_TRACE'")]
    [InlineData("'defaultAction':'SCMP_ACT_NOTIFY'")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['nfsservctl'],'action':'SCMP_ACT_ERRNO'}]")]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['read','bpf','unshare'],'action':'SCMP_ACT_ALLOW'}]")]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['bpf'],'action':'SCMP_ACT_LOG','args':[{'index':0,'value':99,'op':'SCMP_CMP_NE'}]}]")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':[ALL],'action':'SCMP_ACT_ERRNO','args':[{'index':0,'value':99,'op':'SCMP_CMP_EQ'}]}]")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':[ALL],'action':'SCMP_ACT_ERRNO'},{'names':['bpf'],'action':'SCMP_ACT_ALLOW'}]")]
    public void A_filter_that_denies_less_than_any_engine_is_absent(string filter)
    {
        var document = $"{{'seccomp':{{{filter.Replace("ALL]", DeniedByAll + "]")}}}}}";
        RuleRun.OnLinux("{'type': 'seccomp', 'profile': 'docker-default', 'ifAbsent': true}", document)
            .Should().Be(RuleRun.OnLinux("{'type': 'seccomp', 'profile': 'docker-default'}", document));
        RuleRun.OnLinux("{'type': 'seccomp', 'profile': 'docker-default', 'ifAbsent': true, 'keepWeak': true}", document).Should().Be(document);
    }

    [Theory]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO'")]
    [InlineData("'defaultAction':'SCMP_ACT_KILL_PROCESS','syscalls':[{'names':['read','unshare'],'action':'SCMP_ACT_ALLOW'}]")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':[ALL],'action':'SCMP_ACT_ERRNO'}]")]
    public void A_filter_that_denies_what_every_engine_denies_stays(string filter)
    {
        var document = $"{{'seccomp':{{{filter.Replace("ALL]", DeniedByAll + "]")}}}}}";
        RuleRun.OnLinux("{'type': 'seccomp', 'profile': 'docker-default', 'ifAbsent': true}", document).Should().Be(document);
    }

    [Theory]
    [InlineData("CAP_SYS_PACCT", "acct", true)]
    [InlineData("CAP_BPF", "bpf", true)]
    [InlineData("CAP_SYS_ADMIN", "bpf", true)]
    [InlineData("CAP_SYS_MODULE", "bpf", false)]
    [InlineData("CAP_SYS_MODULE", "delete_module", true)]
    [InlineData("CAP_SYS_MODULE", "finit_module", true)]
    [InlineData("CAP_SYS_MODULE", "init_module", true)]
    [InlineData("CAP_SYS_BOOT", "kexec_file_load", true)]
    [InlineData("CAP_SYS_BOOT", "kexec_load", true)]
    [InlineData("CAP_DAC_READ_SEARCH", "open_by_handle_at", true)]
    [InlineData("CAP_PERFMON", "perf_event_open", true)]
    [InlineData("CAP_SYS_ADMIN", "perf_event_open", true)]
    [InlineData("CAP_SYS_ADMIN", "swapoff", true)]
    [InlineData("CAP_SYS_ADMIN", "swapon", true)]
    [InlineData("CAP_SYS_ADMIN", "userfaultfd", false)]
    [InlineData("CAP_SYS_ADMIN", "acct", false)]
    [InlineData("CAP_CHOWN", "acct", false)]
    [InlineData("CAP_CHOWN", "bpf", false)]
    [InlineData("CAP_CHOWN", "delete_module", false)]
    [InlineData("CAP_CHOWN", "finit_module", false)]
    [InlineData("CAP_CHOWN", "init_module", false)]
    [InlineData("CAP_CHOWN", "kexec_file_load", false)]
    [InlineData("CAP_CHOWN", "kexec_load", false)]
    [InlineData("CAP_CHOWN", "open_by_handle_at", false)]
    [InlineData("CAP_CHOWN", "perf_event_open", false)]
    [InlineData("CAP_CHOWN", "swapoff", false)]
    [InlineData("CAP_CHOWN", "swapon", false)]
    [InlineData("CAP_CHOWN", "userfaultfd", false)]
    [InlineData("CAP_CHOWN", "unshare", true)]
    public void What_a_capability_lets_engines_allow_may_be_allowed(string capability, string call, bool stays)
    {
        var document = $"{{'process':{{'capabilities':{{'bounding':['{capability}']}}}},'linux':{{'seccomp':{{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{{'names':['{call}'],'action':'SCMP_ACT_ALLOW'}}]}}}}}}";
        (RuleRun.On("{'type': 'seccomp', 'profile': 'docker-default', 'ifAbsent': true}", document) == document).Should().Be(stays);
    }
}

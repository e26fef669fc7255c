using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

public sealed class SeccompRuleTests
{
    [Theory]
    [InlineData("'profile': 'docker-defualt'", "profile must be \"docker-default\" or an absolute path, did you mean \"docker-default\"?")]
    [InlineData("'profile': 'seccomp.json'", "profile must be \"docker-default\" or an absolute path")]
    [InlineData("'ifAbsent': true", "ifAbsent needs a profile")]
    [InlineData("'deny': [{}]", "missing member \"names\"")]
    [InlineData("'deny': [{'names': []}]", "names must not be empty")]
    [InlineData("'deny': [{'names': ['a b']}]", "invalid system call name \"a b\"")]
    [InlineData("'deny': [{'names': ['mount']}], 'allow': [{'names': ['mount']}]", "mount is listed twice in this rule")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': 1}, {'names': ['mount'], 'errno': 2}]", "mount is listed twice in this rule")]
    [InlineData("'allow': [{'names': ['mount'], 'errno': 1}]", "unknown member \"errno\"")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': 0}]", "errno must be a number from 1 to 4095, or one of ")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': 'eperm'}]", "errno must be a number from 1 to 4095, or one of EACCES, EINVAL, ENOENT, ENOSYS, EOPNOTSUPP, EPERM")]
    [InlineData("'deny': [{'names': ['mount']}], 'allow': [{'names': ['MOUNT']}]", "")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': 4096}]", "errno must be a number from 1 to 4095, or one of ")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': 'EBLUE'}]", "errno must be a number from 1 to 4095, or one of ")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': true}]", "errno must be a number from 1 to 4095, or one of ")]
    [InlineData("'deny': {}", "deny must be a list")]
    public void Refuses_what_makes_no_sense(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'seccomp', {members}}}").Should().StartWith(error);

    [Theory]
    [InlineData("[]", "1:1: a seccomp profile must be a JSON object")]
    [InlineData("{}", "1:1: missing member \"defaultAction\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALOW'}", "1:18: defaultAction must be one of SCMP_ACT_ALLOW, ")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_X86_65']}", "1:52: unknown value \"SCMP_ARCH_X86_65\" in architectures, did you mean \"SCMP_ARCH_X86_64\"?")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','flags':['LOG']}", "1:44: unknown value \"LOG\" in flags")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','archMap':[{'subArchitectures':[]}]}", "1:46: missing member \"architecture\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'action':'SCMP_ACT_ALLOW'}]}", "1:47: an entry needs either \"names\" or \"name\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['a'],'action':'SCMP_ACT_LOG','args':[{'index':6,'value':0,'op':'SCMP_CMP_EQ'}]}]}", "1:103: index must be from 0 to 5")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['a'],'action':'SCMP_ACT_LOG','includes':{'minKernel':'new'}}]}", "1:110: minKernel must be a version such as \"4.8\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_X86'],'archMap':[]}", "1:79: a profile must not have both \"architectures\" and \"archMap\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW',}{", "1:36: not valid JSON: ")]
    public void A_profile_that_is_none_is_refused_at_its_place(string profile, string error) =>
        Reading(profile).Should().Throw<InterceptorException>().Which.Message.Should().StartWith("/etc/seccomp.json:" + error);

    [Fact]
    public void A_profile_that_is_not_there_is_refused_when_the_policy_is_read() =>
        Reading(null).Should().Throw<InterceptorException>().WithMessage("policy.json:1:11: cannot read /etc/seccomp.json: *");

    [Theory]
    [InlineData("{'defaultAction':'SCMP_ACT_KILL_PROCESS'}")]
    [InlineData("{'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':1}")]
    [InlineData("{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['a'],'action':'SCMP_ACT_ALLOW'}]}")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['mount'],'action':'SCMP_ACT_TRAP'}]}")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['mount'],'action':'SCMP_ACT_ERRNO','args':null}]}")]
    public void What_is_denied_already_is_not_denied_again(string filter) =>
        RuleRun.OnLinux("{'type': 'seccomp', 'deny': [{'names': ['mount']}]}", $"{{'seccomp':{filter}}}").Should().Be($"{{'seccomp':{filter}}}");

    [Theory]
    [InlineData("'action':'SCMP_ACT_ALLOW'")]
    [InlineData("'action':'SCMP_ACT_LOG'")]
    [InlineData("'action':'SCMP_ACT_TRACE','errnoRet':1")]
    [InlineData("'action':'SCMP_ACT_NOTIFY'")]
    [InlineData("'action':'SCMP_ACT_ERRNO','errnoRet':38")]
    [InlineData("'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'}]")]
    public void A_denied_call_leaves_every_other_entry(string entry) =>
        RuleRun.OnLinux("{'type': 'seccomp', 'deny': [{'names': ['mount']}]}", $"{{'seccomp':{{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{{'names':['mount','x'],{entry}}}]}}}}")
            .Should().Be($"{{'seccomp':{{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{{'names':['x'],{entry}}},{{'names':['mount'],'action':'SCMP_ACT_ERRNO','errnoRet':1}}]}}}}");

    [Fact]
    public void A_default_filter_follows_the_capabilities_that_rules_before_it_leave()
    {
        var spec = new RuntimeSpec((JsonObject)JsonText.Parse("""{"process":{"capabilities":{"bounding":["CAP_SYS_CHROOT","CAP_SYS_TIME"]}}}"""u8.ToArray(), "config.json"));

        spec = RuleRun.Read("{'type': 'capabilities', 'drop': ['SYS_CHROOT']}").Apply(spec);
        spec = RuleRun.Read("{'type': 'seccomp', 'profile': 'docker-default'}").Apply(spec);

        var allowed = spec.Linux!.Seccomp!.Syscalls.SelectMany(entry => entry.Names).ToArray();
        allowed.Should().Contain("clock_settime").And.NotContain("chroot").And.NotContain("mount");
    }

    [Theory]
    [InlineData(Architecture.X64, "SCMP_ARCH_X86_64 SCMP_ARCH_X86 SCMP_ARCH_X32", "arch_prctl")]
    [InlineData(Architecture.Arm64, "SCMP_ARCH_AARCH64 SCMP_ARCH_ARM", "cacheflush")]
    public void Dockers_default_is_the_one_for_the_machine(Architecture machine, string architectures, string call)
    {
        var rule = RuleRun.Read("{'type': 'seccomp', 'profile': 'docker-default'}", new FakeHost { Architecture = machine });

        var filter = rule.Apply(new RuntimeSpec(JsonObject.Empty)).Linux!.Seccomp!;

        string.Join(' ', filter.Architectures).Should().Be(architectures);
        filter.Syscalls.SelectMany(entry => entry.Names).Intersect(["arch_prctl", "cacheflush"]).Should().Equal(call);
    }

    // Runtimes take a filter for none only when it has neither a default action nor entries.
    [Theory]
    [InlineData("null", false)]
    [InlineData("{}", false)]
    [InlineData("{'defaultAction':''}", false)]
    [InlineData("{'defaultAction':'','syscalls':[]}", false)]
    [InlineData("{'architectures':['SCMP_ARCH_X86'],'syscalls':null}", false)]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW'}", true)]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[]}", true)]
    [InlineData("{'syscalls':[{'names':['x'],'action':'SCMP_ACT_KILL'}]}", true)]
    [InlineData("{'defaultAction':'','syscalls':[{'names':['x'],'action':'SCMP_ACT_KILL'}]}", true)]
    public void A_profile_for_containers_without_a_filter_leaves_any_that_is_there(string filter, bool isThere)
    {
        var host = new FakeHost { Files = new() { ["/p"] = """{"defaultAction":"SCMP_ACT_LOG"}"""u8.ToArray() } };
        var after = RuleRun.OnLinux("{'type':'seccomp','profile':'/p','ifAbsent':true}", $"{{'seccomp':{filter}}}", host);
        var replaced = RuleRun.OnLinux("{'type':'seccomp','profile':'/p','ifAbsent':false}", $"{{'seccomp':{filter}}}", host);

        after.Should().Be(isThere ? $"{{'seccomp':{filter}}}" : replaced);
        replaced.Should().ContainAll("'defaultAction':'SCMP_ACT_LOG'", "'syscalls':[]").And.NotContainAny("ALLOW", "KILL", "X86");
    }

    [Theory]
    [InlineData("{}", "{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_X86_64','SCMP_ARCH_X86','SCMP_ARCH_X32'],'syscalls':[@]}}")]
    [InlineData("{'seccomp':{'flags':[],'architectures':['SCMP_ARCH_X86']}}", "{'seccomp':{'flags':[],'architectures':['SCMP_ARCH_X86'],'defaultAction':'SCMP_ACT_ALLOW','syscalls':[@]}}")]
    [InlineData("{'seccomp':{'architectures':[]}}", "{'seccomp':{'architectures':['SCMP_ARCH_X86_64','SCMP_ARCH_X86','SCMP_ARCH_X32'],'defaultAction':'SCMP_ACT_ALLOW','syscalls':[@]}}")]
    public void A_container_without_a_filter_gets_one_to_deny_a_call(string before, string after) =>
        RuleRun.OnLinux("{'type':'seccomp','deny':[{'names':['mount']}]}", before).Should()
            .Be(after.Replace("@", "{'names':['mount'],'action':'SCMP_ACT_ERRNO','errnoRet':1}", StringComparison.Ordinal));

    [Fact]
    public void A_filter_made_on_a_processor_without_words_names_none() =>
        RuleRun.OnLinux("{'type':'seccomp','deny':[{'names':['mount']}]}", "{}", new FakeHost { Architecture = Architecture.RiscV64 })
            .Should().Be("{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['mount'],'action':'SCMP_ACT_ERRNO','errnoRet':1}]}}");

    [Theory]
    [InlineData("{}")]
    [InlineData("{'seccomp':null}")]
    [InlineData("{'seccomp':{}}")]
    [InlineData("{'seccomp':{'flags':[]}}")]
    public void A_container_without_a_filter_needs_none_to_allow_a_call(string linux) =>
        RuleRun.OnLinux("{'type':'seccomp','allow':[{'names':['mount']}]}", linux).Should().Be(linux);

    [Theory]
    [InlineData("'profile':'/p'", true)]
    [InlineData("'profile':'/p','ifAbsent':true", false)]
    [InlineData("'profile':'/p','ifAbsent':true,'allow':[{'names':['a']}]", true)]
    [InlineData("'deny':[{'names':['b']}]", false)]
    [InlineData("'deny':[{'names':['b']}],'allow':[{'names':['a']}]", true)]
    [InlineData("'profile':'/p','ifAbsent':false,'deny':[{'names':['b']}]", true)]
    public void Grants_what_it_allows_or_replaces(string members, bool grants)
    {
        var host = new FakeHost { Files = new() { ["/p"] = """{"defaultAction":"SCMP_ACT_LOG"}"""u8.ToArray() } };
        RuleRun.Read($"{{'type':'seccomp',{members}}}", host).Grants.Should().Be(grants);
    }

    [Fact]
    public void Single_calls_are_changed_in_the_profile()
    {
        var host = new FakeHost { Files = new() { ["/p"] = """{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["a","b"],"action":"SCMP_ACT_ALLOW"}]}"""u8.ToArray() } };
        RuleRun.OnLinux("{'type':'seccomp','profile':'/p','deny':[{'names':['a']}],'allow':[{'names':['c']}]}", "{'seccomp':{'defaultAction':'SCMP_ACT_KILL'}}", host)
            .Should().Be("{'seccomp':{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['b'],'action':'SCMP_ACT_ALLOW'},{'names':['c'],'action':'SCMP_ACT_ALLOW'}]}}");
    }

    private static Action Reading(string? profile)
    {
        var host = new FakeHost { Files = profile is null ? [] : new() { ["/etc/seccomp.json"] = Encoding.UTF8.GetBytes(profile.Replace('\'', '"')) } };
        return () => RuleRun.Read("{'type': 'seccomp', 'profile': '/etc/seccomp.json'}", host);
    }
}

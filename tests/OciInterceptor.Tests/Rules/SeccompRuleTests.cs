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
    [InlineData("'profile': 'docker-defualt'", "profile must be one of containerd-default, docker-default, podman-default, or an absolute path, did you mean \"docker-default\"?")]
    [InlineData("'profile': 'seccomp.json'", "profile must be one of containerd-default, docker-default, podman-default, or an absolute path")]
    [InlineData("'ifAbsent': true", "ifAbsent needs a profile")]
    [InlineData("'deny': [{}]", "missing member \"names\"")]
    [InlineData("'deny': [{'names': []}]", "names must not be empty")]
    [InlineData("'deny': [{'names': ['a b']}]", "invalid system call name \"a b\"")]
    [InlineData("'deny': [{'names': ['mount']}], 'allow': [{'names': ['mount']}]", "mount is listed twice in this rule")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': 1}, {'names': ['mount'], 'errno': 2}]", "mount is listed twice in this rule")]
    [InlineData("'allow': [{'names': ['mount'], 'errno': 1}]", "unknown member \"errno\"")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': 0}]", "errno must be a number from 1 to 4095, or a name such as EPERM")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': 'eperm'}]", "errno must be a number from 1 to 4095, or a name such as EPERM")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': 4096}]", "errno must be a number from 1 to 4095, or a name such as EPERM")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': 'EBLUE'}]", "errno must be a number from 1 to 4095, or a name such as EPERM")]
    [InlineData("'deny': [{'names': ['mount'], 'errno': true}]", "errno must be a number from 1 to 4095, or a name such as EPERM")]
    [InlineData("'deny': {}", "deny must be a list")]
    [InlineData("'profile': 'docker-default', 'keepWeak': true", "keepWeak needs ifAbsent")]
    [InlineData("'profile': 'docker-default', 'ifAbsent': false, 'keepWeak': true", "keepWeak needs ifAbsent")]
    public void Refuses_what_makes_no_sense(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'seccomp', {members}}}").Should().StartWith(error);

    [Theory]
    [InlineData("[]", "1:1: a seccomp profile must be a JSON object")]
    [InlineData("{}", "1:1: missing member \"defaultAction\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALOW'}", "1:18: defaultAction must be one of SCMP_ACT_ALLOW, ")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_X86_65']}", "1:52: unknown value \"SCMP_ARCH_X86_65\" in architectures, did you mean \"SCMP_ARCH_X86_64\"?")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','flags':['LOG']}", "1:44: unknown value \"LOG\" in flags")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','archMap':[{'subArchitectures':[]}]}", "1:46: missing member \"architecture\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':[''],'action':'SCMP_ACT_ALLOW'}]}", "1:56: the name of a system call must not be empty")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['a'],'action':'SCMP_ACT_LOG','args':[{'index':6,'value':0,'op':'SCMP_CMP_EQ'}]}]}", "1:103: index must be from 0 to 5")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['a'],'action':'SCMP_ACT_LOG','includes':{'minKernel':'new'}}]}", "1:110: minKernel must be a version such as \"4.8\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_X86'],'archMap':[{'architecture':'SCMP_ARCH_X86'}]}", "1:79: a profile must not have both \"architectures\" and \"archMap\"")]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW',}{", "1:36: not valid JSON: ")]
    public void A_profile_that_is_none_is_refused_at_its_place(string profile, string error) =>
        Reading(profile).Should().Throw<InterceptorException>().Which.Message.Should().StartWith("policy.json:1:11: cannot apply the rule \"seccomp\" (seccomp): /etc/seccomp.json:" + error);

    [Fact]
    public void A_profile_that_is_not_there_is_refused_when_the_rule_is_applied() =>
        Reading(null).Should().Throw<InterceptorException>().WithMessage("policy.json:1:11: cannot apply the rule \"seccomp\" (seccomp): cannot read /etc/seccomp.json: *");

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

        var allowed = spec.Linux!.Seccomp!.Syscalls.Where(entry => entry.Action == "SCMP_ACT_ALLOW").SelectMany(entry => entry.Names).ToArray();
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
        filter.Syscalls.Where(entry => entry.Action == "SCMP_ACT_ALLOW").SelectMany(entry => entry.Names).Intersect(["arch_prctl", "cacheflush"]).Should().Equal(call);
    }

    // One that denies nothing, or less than every engine's, counts as none.
    [Theory]
    [InlineData("null", false)]
    [InlineData("{}", false)]
    [InlineData("{'defaultAction':''}", false)]
    [InlineData("{'defaultAction':'','syscalls':[]}", false)]
    [InlineData("{'architectures':['SCMP_ARCH_X86'],'syscalls':null}", false)]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW'}", false)]
    [InlineData("{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[]}", false)]
    [InlineData("{'defaultAction':'SCMP_ACT_ERRNO'}", true)]
    [InlineData("{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[]}", true)]
    [InlineData("{'syscalls':[{'names':['x'],'action':'SCMP_ACT_KILL'}]}", false)]
    [InlineData("{'defaultAction':'','syscalls':[{'names':['x'],'action':'SCMP_ACT_KILL'}]}", false)]
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

    [Theory]
    [InlineData("", "'flags':['SECCOMP_FILTER_FLAG_LOG','SECCOMP_FILTER_FLAG_TSYNC']")]
    [InlineData("'flags':[]", "'flags':['SECCOMP_FILTER_FLAG_LOG','SECCOMP_FILTER_FLAG_TSYNC']")]
    [InlineData("'flags':['SECCOMP_FILTER_FLAG_TSYNC']", "'flags':['SECCOMP_FILTER_FLAG_TSYNC','SECCOMP_FILTER_FLAG_LOG']")]
    [InlineData("'flags':['SECCOMP_FILTER_FLAG_TSYNC','SECCOMP_FILTER_FLAG_LOG']", "'flags':['SECCOMP_FILTER_FLAG_TSYNC','SECCOMP_FILTER_FLAG_LOG']")]
    [InlineData("'flags':['SECCOMP_FILTER_FLAG_SPEC_ALLOW']", "'flags':['SECCOMP_FILTER_FLAG_SPEC_ALLOW','SECCOMP_FILTER_FLAG_LOG','SECCOMP_FILTER_FLAG_TSYNC']")]
    public void A_flag_is_added_once(string before, string after)
    {
        static string Linux(string flags) => $"{{'seccomp':{{'defaultAction':'SCMP_ACT_ALLOW'{(flags.Length == 0 ? "" : ",")}{flags}}}}}";

        RuleRun.OnLinux("{'type':'seccomp','flags':['SECCOMP_FILTER_FLAG_LOG','SECCOMP_FILTER_FLAG_TSYNC']}", Linux(before)).Should().Be(Linux(after));
    }

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

    [Fact]
    public void A_name_in_other_letters_is_another_call() =>
        RuleRun.ErrorOf("{'type': 'seccomp', 'deny': [{'names': ['mount']}], 'allow': [{'names': ['MOUNT']}]}").Should().BeEmpty();

    /// <summary>Law 5: what passes by a call of 32-bit programs is not denied.</summary>
    [Attack("Calls behind multiplexers and rings")]
    [Theory]
    [InlineData("socket", "socketcall", 4294967295L, 1)]
    [InlineData("sendmmsg", "socketcall", 4294967295L, 20)]
    [InlineData("msgget", "ipc", 65535L, 13)]
    [InlineData("shmctl", "ipc", 65535L, 24)]
    public void A_call_is_denied_behind_its_multiplexer_too(string call, string multiplexer, long mask, int number) =>
        RuleRun.OnLinux($"{{'type': 'seccomp', 'deny': [{{'names': ['{call}']}}], 'allow': [{{'names': ['io_uring_setup']}}]}}", Filter("ALLOW", ""))
            .Should().Be(Filter("ALLOW", $"{Entry(call, "ERRNO','errnoRet':1")},{Entry(multiplexer, $"ERRNO','errnoRet':1,'args':[{{'index':0,'value':{mask},'valueTwo':{number},'op':'SCMP_CMP_MASKED_EQ'}}]")}"));

    [Theory]
    [InlineData("{'names':['read','ipc'],'action':'SCMP_ACT_ALLOW'}", "1 2 3 4 11 12 14 21 22 23 24")]
    [InlineData("{'names':['ipc'],'action':'SCMP_ACT_ALLOW','args':null}", "1 2 3 4 11 12 14 21 22 23 24")]
    [InlineData("{'names':['ipc'],'action':'SCMP_ACT_NOTIFY'}", "1 2 3 4 11 12 14 21 22 23 24")]
    [InlineData("{'names':['ipc'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':13,'op':'SCMP_CMP_EQ'}]}", "")]
    [InlineData("{'names':['ipc'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':65549,'op':'SCMP_CMP_EQ'}]}", "")]
    [InlineData("{'names':['ipc'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':23,'op':'SCMP_CMP_EQ'}]}", "23")]
    [InlineData("{'names':['ipc'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':65535,'valueTwo':23,'op':'SCMP_CMP_MASKED_EQ'}]}", "23")]
    [InlineData("{'names':['ipc'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':3,'valueTwo':1,'op':'SCMP_CMP_MASKED_EQ'}]}", "")]
    [InlineData("{'names':['ipc'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':9,'op':'SCMP_CMP_GT'}]}", "")]
    [InlineData("{'names':['ipc'],'action':'SCMP_ACT_ALLOW','args':[{'index':1,'value':9,'op':'SCMP_CMP_EQ'}]}", "")]
    [InlineData("{'names':['ipc'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':2,'op':'SCMP_CMP_EQ'},{'index':1,'value':9,'op':'SCMP_CMP_EQ'}]}", "")]
    public void An_allowed_multiplexer_keeps_what_is_surely_another_call(string entry, string numbers)
    {
        var after = RuleRun.Read("{'type': 'seccomp', 'deny': [{'names': ['msgget']}]}")
            .Apply(Spec(Filter("ERRNO", entry))).Linux!.Seccomp!.Syscalls.SelectMany(known => known.Names.Select(name => (name, known))).ToArray();

        after.Where(pair => pair.name == "read").Should().HaveCount(entry.Contains("read", StringComparison.Ordinal) ? 1 : 0);
        var left = after.Where(pair => pair.name == "ipc").Select(pair => pair.known).ToArray();
        string.Join(' ', left.Select(known => known.Args.Single() is { Op: "SCMP_CMP_EQ" } equal ? equal.Value : known.Args.Single().ValueTwo)).Should().Be(numbers);
        left.All(known => entry.Contains(known.Action!, StringComparison.Ordinal)).Should().BeTrue();
    }

    [Attack("Calls behind multiplexers and rings")]
    [Fact]
    public void A_second_denial_takes_from_what_the_first_left()
    {
        var after = RuleRun.OnLinux("{'type': 'seccomp', 'deny': [{'names': ['socket']}, {'names': ['bind'], 'errno': 38}]}", Filter("LOG", Entry("socketcall", "ALLOW'")));

        foreach (var (number, action) in new[] { (1, "'SCMP_ACT_ERRNO','errnoRet':1"), (2, "'SCMP_ACT_ERRNO','errnoRet':38"), (3, "'SCMP_ACT_ALLOW'") })
        {
            after.Should().Contain($"{{'names':['socketcall'],'action':{action},'args':[{{'index':0,'value':4294967295,'valueTwo':{number},'op':'SCMP_CMP_MASKED_EQ'}}]}}");
        }
        after.Split("'valueTwo':1,").Should().HaveCount(2);
        after.Split("'valueTwo':2,").Should().HaveCount(2);
    }

    [Theory]
    [InlineData("ERRNO", "{'names':['ipc'],'action':'SCMP_ACT_KILL'}")]
    [InlineData("LOG", "{'names':['ipc'],'action':'SCMP_ACT_KILL'}")]
    [InlineData("ERRNO", "{'names':['ipc'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':23,'op':'SCMP_CMP_EQ'}]}")]
    [InlineData("KILL_PROCESS", "")]
    public void A_multiplexer_that_lets_nothing_pass_stays(string action, string entries)
    {
        var denied = Entry("msgget", "KILL'");
        var filter = Filter(action, entries.Length == 0 ? denied : $"{denied},{entries}");
        RuleRun.OnLinux("{'type': 'seccomp', 'deny': [{'names': ['msgget']}]}", filter).Should().Be(filter);
    }

    [Theory]
    [InlineData(Architecture.X64, "", true)]
    [InlineData(Architecture.X64, "'SCMP_ARCH_X86_64','SCMP_ARCH_X32'", false)]
    [InlineData(Architecture.X64, "'SCMP_ARCH_X86_64','SCMP_ARCH_X86'", true)]
    [InlineData(Architecture.X64, "'SCMP_ARCH_S390X'", true)]
    [InlineData(Architecture.X64, "'x86'", true)]
    [InlineData(Architecture.Arm64, "'SCMP_ARCH_AARCH64','SCMP_ARCH_ARM'", false)]
    [InlineData(Architecture.Ppc64le, "", true)]
    [InlineData(Architecture.S390x, "'SCMP_ARCH_S390X'", true)]
    [InlineData(Architecture.LoongArch64, "'SCMP_ARCH_LOONGARCH64'", true)]
    public void Multiplexers_matter_where_an_architecture_has_them_or_is_not_known(Architecture machine, string architectures, bool matter)
    {
        var filter = architectures.Length == 0 ? "{}" : $"{{'seccomp':{{'defaultAction':'SCMP_ACT_ALLOW','architectures':[{architectures}]}}}}";
        RuleRun.OnLinux("{'type': 'seccomp', 'deny': [{'names': ['socket']}]}", filter, new FakeHost { Architecture = machine })
            .Contains("socketcall", StringComparison.Ordinal).Should().Be(matter);
    }

    [Fact]
    public void A_multiplexer_that_the_rule_allows_stays() =>
        RuleRun.OnLinux("{'type': 'seccomp', 'allow': [{'names': ['socketcall', 'io_uring_setup']}], 'deny': [{'names': ['socket']}]}", Filter("ERRNO", Entry("socketcall", "ALLOW'")))
            .Should().NotContain("valueTwo").And.Contain(Entry("socketcall", "ALLOW'"));

    [Theory]
    [InlineData("'deny': [{'names': ['socket']}]", true)]
    [InlineData("'deny': [{'names': ['mkdirat']}]", true)]
    [InlineData("'deny': [{'names': ['mount', 'mkdirat']}]", true)]
    [InlineData("'deny': [{'names': ['fsync']}]", true)]
    [InlineData("'deny': [{'names': ['madvise']}]", true)]
    [InlineData("'deny': [{'names': ['renameat2']}]", true)]
    [InlineData("'deny': [{'names': ['mount']}]", false)]
    [InlineData("'deny': [{'names': ['socket', 'io_uring_setup']}]", false)]
    [InlineData("'deny': [{'names': ['socket']}], 'allow': [{'names': ['io_uring_setup']}]", false)]
    public void What_rings_offer_is_denied_with_the_rings(string members, bool hasRings) =>
        RuleRun.OnLinux($"{{'type': 'seccomp', {members}}}", Filter("ALLOW", "")).Contains(
            "{'names':['io_uring_setup','io_uring_enter','io_uring_register'],'action':'SCMP_ACT_ERRNO','errnoRet':38}", StringComparison.Ordinal).Should().Be(hasRings);

    [Fact]
    public void Rings_that_the_filter_denies_stay_so() =>
        RuleRun.OnLinux("{'type': 'seccomp', 'deny': [{'names': ['socket']}]}", Filter("ERRNO", Entry("read", "ALLOW'")))
            .Should().Be(Filter("ERRNO", Entry("read", "ALLOW'")));

    [Theory]
    [InlineData("docker-20.10-run.json")]
    [InlineData("podman-4.3-run.json")]
    [InlineData("podman-4.3-uidmap.json")]
    public void The_filters_of_engines_are_filters(string captured)
    {
        var spec = new RuntimeSpec((JsonObject)JsonText.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", captured)), captured));
        RuleRun.Read("{'type': 'seccomp', 'profile': 'docker-default', 'ifAbsent': true}").Apply(spec).Should().BeSameAs(spec);
    }

    /// <summary>Law 5: a filter that crun loads in the place of the document's cannot be judged.</summary>
    [Theory]
    [InlineData("'deny': [{'names': ['mount']}]", true)]
    [InlineData("'profile': 'docker-default', 'ifAbsent': true", true)]
    [InlineData("'allow': [{'names': ['mount']}]", false)]
    public void A_ready_filter_in_an_annotation_is_refused(string members, bool isRefused)
    {
        var run = () => RuleRun.On($"{{'type': 'seccomp', {members}}}", "{'annotations':{'run.oci.seccomp_bpf_data':'BgAAAAAA/38='}}");
        if (isRefused)
        {
            run.Should().Throw<InterceptorException>().Which.Message.Should().EndWith("the annotation run.oci.seccomp_bpf_data has crun load another filter in the place of linux.seccomp");
        }
        else
        {
            run.Should().NotThrow();
        }
    }

    private static string Filter(string action, string entries) =>
        $"{{'seccomp':{{'defaultAction':'SCMP_ACT_{action}','architectures':['SCMP_ARCH_X86_64','SCMP_ARCH_X86','SCMP_ARCH_X32']{(entries.Length == 0 ? "" : $",'syscalls':[{entries}]")}}}}}";

    // The action goes on to the end of the entry.
    private static string Entry(string name, string action) => $"{{'names':['{name}'],'action':'SCMP_ACT_{action}}}";

    private static RuntimeSpec Spec(string linux) =>
        new((JsonObject)JsonText.Parse(Encoding.UTF8.GetBytes($"{{\"linux\":{linux.Replace('\'', '"')}}}"), "config.json"));

    private static Action Reading(string? profile)
    {
        var host = new FakeHost { Files = profile is null ? [] : new() { ["/etc/seccomp.json"] = Encoding.UTF8.GetBytes(profile.Replace('\'', '"')) } };
        return () => RuleRun.OnLinux("{'type': 'seccomp', 'profile': '/etc/seccomp.json'}", "{}", host);
    }

    /// <summary>A runtime refuses a filter that asks a listener for which it has no socket, and hangs on one that asks it about its own calls.</summary>
    [Theory]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}]", "", "SCMP_ACT_NOTIFY needs listenerPath, here or in the profile: *about mount")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','listenerPath':'','syscalls':[{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}]", "", "SCMP_ACT_NOTIFY needs listenerPath, *")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['mount','write'],'action':'SCMP_ACT_NOTIFY'}]", ",'listenerPath':'/s'", "SCMP_ACT_NOTIFY cannot be used for write, *")]
    [InlineData("'defaultAction':'SCMP_ACT_NOTIFY'", ",'listenerPath':'/s'", "SCMP_ACT_NOTIFY cannot be the default action of a profile: *")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}]", ",'listenerPath':'/s'", "")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','listenerPath':'/s','syscalls':[{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}]", "", "")]
    public void A_profile_that_asks_a_listener_needs_one(string profile, string members, string error)
    {
        var host = new FakeHost { Files = new() { ["/p"] = Encoding.UTF8.GetBytes($"{{{profile}}}".Replace('\'', '"')) } };
        var read = () => RuleRun.OnLinux($"{{'type':'seccomp','profile':'/p'{members}}}", "{}", host);
        if (error.Length > 0)
        {
            read.Should().Throw<InterceptorException>().WithMessage("*" + error);
        }
        else
        {
            read().Should().ContainAll("'SCMP_ACT_NOTIFY'", "'listenerPath':'/s'");
        }
    }

    /// <summary>Runtimes pass over an entry for no call.</summary>
    [Fact]
    public void An_entry_without_names_is_left_alone() =>
        RuleRun.OnLinux("{'type':'seccomp','deny':['@af-alg']}", "{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'action':'SCMP_ACT_ERRNO'},{'names':null,'action':'SCMP_ACT_ERRNO'}]}}")
            .Should().Contain("{\"action\":\"SCMP_ACT_ERRNO\"},{\"names\":null,\"action\":\"SCMP_ACT_ERRNO\"}".Replace('"', '\'')).And.Contain("'errnoRet':97");

    /// <summary>A second time the filter is there before the rule, so the first time it must be too.</summary>
    [Fact]
    public void What_is_allowed_beside_a_denial_is_in_the_filter_that_the_denial_makes() =>
        RuleRun.OnLinux("{'type':'seccomp','allow':[{'names':['personality'],'action':'SCMP_ACT_LOG'}],'deny':['ptrace']}", "{}")
            .Should().Contain("{'names':['personality'],'action':'SCMP_ACT_LOG'}").And.Contain("{'names':['ptrace'],'action':'SCMP_ACT_ERRNO','errnoRet':1}");
}

using System.Text;
using OciInterceptor.Policy;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Policy;

public sealed class PolicyCheckTests
{
    [Theory]
    [InlineData("[]", "1:1 a policy must be a JSON object")]
    [InlineData("{'rules':{}}", "1:10 rules must be a list")]
    [InlineData("{'rules':[1,'x']}", "1:11 a rule must be a JSON object|1:13 a rule must be a JSON object")]
    [InlineData("{'rules':[{}]}", "1:11 missing member \"type\"")]
    [InlineData("{'rules':[{'type':'deny'}]}", "1:11 a rule of type deny needs \"when\"")]
    [InlineData("{'x':1,'y':2,'rules':[{'type':'umask','value':8,'z':1}]}", "1:2 unknown member \"x\"|1:8 unknown member \"y\"|1:47 value must be a string|1:49 unknown member \"z\"")]
    [InlineData("{'rules':[{'type':'env','when':{'a':1,'b':2,'verb':'run'}}]}", "1:33 unknown member \"a\"*|1:39 unknown member \"b\"")]
    [InlineData("{'rules':[],'rules':[]}", "1:13 the member \"rules\" is ambiguous*")]
    [InlineData("{'rules':[{'type':'umask','value':'0022'},{'type':'umask','type':'env'}]}", "1:59 the member \"type\" is ambiguous*")]
    [InlineData("{'log':{'a':1,'b':2,'c':3}}", "1:9 unknown member \"a\"*|1:15 unknown member \"b\"*|1:21 unknown member \"c\"*")]
    [InlineData("{'log':[1],'profiles':[2]}", "1:8 log must be an object*|1:24 profiles must be a list of strings*")]
    [InlineData("{'profiles':[1,2,'a',3]}", "1:14 profiles must be a list of strings*|1:16 profiles must be a list of strings*|1:22 profiles must be a list of strings*")]
    [InlineData("{'rules':[{'type':'mounts','add':[{'destination':'/x','type':'tmpfs','a':1,'b':2},{'c':3,'destination':'/y','type':'tmpfs'}]}]}", "1:70 unknown member \"a\"*|1:76 unknown member \"b\"*|1:84 unknown member \"c\"*")]
    [InlineData("{'rules':[{'type':'devices','allowAll':true,'when':{'annotations':{'a':'b'}},'x':1}]}", "1:78 unknown member \"x\"*")]
    [InlineData("{'rules':[{'type':'seccomp','deny':['bpf',{'name':'mount'},{'name':'socket','action':'SCMP_ACT_NOTIFY'}]}]}", "1:60 SCMP_ACT_NOTIFY needs listenerPath, *about socket")]
    [InlineData("{'rules':[{'type':'seccomp','deny':[{'name':'bpf','action':'SCMP_ACT_NOTIFY'},{'names':['write'],'action':'SCMP_ACT_NOTIFY'}],'listenerPath':'/s'}]}", "1:79 SCMP_ACT_NOTIFY cannot be used for write*")]
    [InlineData("{'rules':[{'type':'seccomp','deny':['mount',{'name':'@bpf','action':'SCMP_ACT_NOTIFY'}]}]}", "1:45 SCMP_ACT_NOTIFY needs listenerPath, *about bpf")]
    [InlineData("{'rules':[{'type':'seccomp','deny':['mount',{'name':'bpf','includes':{'arches':['amd46']}}]}]}", "1:81 unknown value \"amd46\" in arches, did you mean \"amd64\"?")]
    [InlineData("{'rules':[{'type':'seccomp','allow':[{'name':'bpf','excludes':{'arches':['loong64','SCMP_ARCH_X86']}}]}]}", "1:84 unknown value \"SCMP_ARCH_X86\" in arches")]
    public void Every_error_is_found(string policy, string findings) => Check(policy, findings);

    [Theory]
    [InlineData("{'rules':[{'type':'devices','allowAll':true,'when':{'annotations':{'a':'b'}}}]}", "warning 1:52 a rule of type devices may grant*")]
    [InlineData("{'rules':[{'type':'devices','allowAll':true,'when':{'any':[{'verb':'run'},{'env':{'a':'b'}}]}}]}", "warning 1:52 a rule of type devices may grant*")]
    [InlineData("{'rules':[{'type':'devices','allowAll':true,'when':{'annotations':{'a':'b'},'verb':'run'}}]}", "warning 1:52 a rule of type devices may grant*")]
    [InlineData("{'rules':[{'type':'devices','allowAll':true,'when':{'annotations':{'a':'b'},'not':{'privileged':true}}}]}", "warning 1:52 a rule of type devices may grant*")]
    [InlineData("{'rules':[{'type':'devices','allowAll':true,'when':{'annotations':{'a':'b'},'privileged':true}}]}", "")]
    [InlineData("{'rules':[{'type':'devices','allowAll':true,'when':{'verb':'*'}}]}", "")]
    [InlineData("{'rules':[{'type':'devices','allowAll':true}]}", "")]
    [InlineData("{'rules':[{'type':'no-new-privileges','when':{'annotations':{'a':'b'}}}]}", "")]
    [InlineData("{'rules':[{'type':'deny','when':{'verb':'run'},'onError':'skip'}]}", "warning 1:58 \"onError\" has no effect on a denial, which is not an error")]
    [InlineData("{'rules':[{'type':'umask','value':'0022','name':'n'},{'name':'n','type':'umask','value':'0022'}]}", "warning 1:62 duplicate rule name \"n\"*")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'add','path':'/linux/seccomp/syscalls/-','value':{'names':['socket'],'action':'SCMP_ACT_ERRNO'}}]}]}", "warning 1:96 this entry changes the document, not the filter, where another*")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'replace','path':'/linux/seccomp/syscalls/0','value':{'names':['socket'],'action':'SCMP_ACT_KILL'}}]}]}", "warning 1:100 this entry changes the document, not the filter, where another*")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'add','path':'/linux/seccomp/syscalls/-','value':{'names':['socket'],'action':'SCMP_ACT_ALLOW'}}]}]}", "")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'add','path':'/vm/x/-','value':{'action':'SCMP_ACT_KILL'}}]}]}", "")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'test','path':'/linux/seccomp/syscalls/0','value':{'names':['socket'],'action':'SCMP_ACT_KILL'}}]}]}", "")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'add','path':'/linux/seccomp/syscalls/0/x','value':{'action':'SCMP_ACT_KILL'}}]}]}", "")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'add','path':'/Linux/seccomp/syscalls/0','value':{'action':'SCMP_ACT_KILL'}}]}]}", "warning 1:60 the runtime specification has no member \"Linux\" of a configuration, did you mean \"linux\"?")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'remove','path':'/procces'}]}]}", "warning 1:63 the runtime specification has no member \"procces\" of a configuration, did you mean \"process\"?")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'move','from':'/mount/0','path':'/vendor~1x'}]}]}", "warning 1:61 the runtime specification has no member \"mount\" *\"mounts\"?|warning 1:79 the runtime specification has no member \"vendor/x\" of a configuration")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'copy','from':'/proces','path':'/process'}]}]}", "warning 1:61 the runtime specification has no member \"proces\" *")]
    [InlineData("{'rules':[{'type':'patch','operations':[{'op':'test','path':'','value':null},{'op':'remove','path':'/zos','from':'/x'},{'op':'add','path':'/hooks/prestart','value':null}]}]}", "")]
    [InlineData("{'rules':[{'type':'merge-patch','document':{'proces':{},'linux':null,'':1}}]}", "warning 1:45 the runtime specification has no member \"proces\" *|warning 1:70 the runtime specification has no member \"\" of a configuration")]
    [InlineData("{'rules':[{'type':'seccomp','deny':['sockett',{'name':'bpff'},{'names':['mount','unshar']}],'allow':['s390_sthyi','@bpf','bppf']}]}", "warning 1:37 unknown system call \"sockett\", did you mean \"socket\"?|warning 1:55 unknown system call \"bpff\", *\"bpf\"?|warning 1:81 unknown system call \"unshar\", *\"unshare\"?|warning 1:122 unknown system call \"bppf\"*")]
    [InlineData("{'rules':[{'type':'seccomp','deny':['a_call_of_the_next_kernel']}]}", "warning 1:37 unknown system call \"a_call_of_the_next_kernel\"")]
    public void What_may_not_be_meant_is_a_warning(string policy, string findings) => Check(policy, findings);

    [Theory]
    [InlineData("'type':'capabilities','drop':['ALL']", false)]
    [InlineData("'type':'capabilities','drop':['NET_RAW'],'ceiling':'docker-default'", false)]
    [InlineData("'type':'capabilities','drop':['ALL'],'add':['KILL']", true)]
    [InlineData("'type':'devices','remove':['/dev/fuse']", false)]
    [InlineData("'type':'devices','add':['/dev/fuse']", true)]
    [InlineData("'type':'devices','allowAll':true", true)]
    [InlineData("'type':'masked-paths','add':['/proc/kcore']", false)]
    [InlineData("'type':'masked-paths','remove':['/proc/kcore']", true)]
    [InlineData("'type':'readonly-paths','add':['/proc/sys']", false)]
    [InlineData("'type':'readonly-paths','remove':['/proc/sys']", true)]
    [InlineData("'type':'rlimits','ceiling':{'RLIMIT_NOFILE':1}", false)]
    [InlineData("'type':'rlimits','default':{'RLIMIT_NOFILE':1}", true)]
    [InlineData("'type':'rlimits','force':{'RLIMIT_NOFILE':1}", true)]
    [InlineData("'type':'seccomp','deny':[{'names':['mount']}]", false)]
    [InlineData("'type':'seccomp','profile':'docker-default','ifAbsent':true", false)]
    [InlineData("'type':'seccomp','profile':'docker-default'", true)]
    [InlineData("'type':'seccomp','allow':[{'names':['mount']}]", true)]
    [InlineData("'type':'net-devices','value':{'eth0':{}}", true)]
    [InlineData("'type':'mounts','remove':['/x']", true)]
    [InlineData("'type':'cdi','devices':['v.com/c=d']", true)]
    [InlineData("'type':'umask','value':'0022'", false)]
    [InlineData("'type':'apparmor','profile':'a'", true)]
    [InlineData("'type':'selinux','label':'u:r:t'", true)]
    [InlineData("'type':'user','uid':0", true)]
    [InlineData("'type':'oom-score-adj','value':-1", true)]
    [InlineData("'type':'io-priority','value':{'class':'IOPRIO_CLASS_BE','priority':1}", true)]
    [InlineData("'type':'scheduler','value':{'policy':'SCHED_IDLE'}", true)]
    [InlineData("'type':'cpu-affinity','value':{'final':'0'}", false)]
    [InlineData("'type':'mount-options','destinations':['/x'],'add':['ro']", true)]
    [InlineData("'type':'namespaces','remove':['uts']", true)]
    [InlineData("'type':'hooks','remove':['/x']", true)]
    [InlineData("'type':'hooks-dir','directories':[]", true)]
    [InlineData("'type':'filter','path':'/f'", true)]
    [InlineData("'type':'patch','operations':[]", true)]
    [InlineData("'type':'merge-patch','document':{}", true)]
    [InlineData("'type':'readonly-rootfs'", false)]
    [InlineData("'type':'readonly-networking-mounts'", false)]
    [InlineData("'type':'deny'", false)]
    [InlineData("'type':'net-devices','value':{}", false)]
    [InlineData("'type':'annotations','set':{'Run.Oci.x':'1','ORG.criu.x':'1','org.systemd.Property.x':'1'}", false)]
    [InlineData("'type':'annotations','set':{'com.example/a':'b'}", false)]
    [InlineData("'type':'annotations','set':{'a':'b','run.oci.keep_original_groups':'1'}", true)]
    [InlineData("'type':'annotations','set':{'org.criu.config':'/x'}", true)]
    [InlineData("'type':'annotations','set':{'org.systemd.property.X':'1'}", true)]
    [InlineData("'type':'annotations','set':{'x.run.oci.':'1','y.org.criu.':'1','z.org.systemd.property.':'1','run.oci':'1'}", false)]
    [InlineData("'type':'annotations','remove':['run.oci.*']", false)]
    [InlineData("'type':'resources','force':{'pids':{'limit':-1}}", true)]
    [InlineData("'type':'resources','default':{'pids':{'limit':9}},'ceiling':{'pids':9}", false)]
    [InlineData("'type':'env','force':{'LD_PRELOAD':'/x.so'}", true)]
    [InlineData("'type':'env','default':{'A':'b'}", true)]
    [InlineData("'type':'env','remove':['A']", false)]
    [InlineData("'type':'intel-rdt','value':{'closID':'a'}", true)]
    [InlineData("'type':'memory-policy','value':{'mode':'MPOL_LOCAL'}", true)]
    [InlineData("'type':'tmpfs-size','sizes':{'/dev/shm':'1g'}", true)]
    [InlineData("'type':'sysctls','set':{'net.core.somaxconn':'9'}", true)]
    [InlineData("'type':'sysctls','allow':[]", false)]
    public void A_warning_of_a_grant_depends_on_what_the_rule_does(string rule, bool grants) => Check(
        "{'rules':[{'when':{'env':{'a':'b'}}," + rule + "}]}",
        grants ? $"warning 1:19 a rule of type {rule.Split('\'')[3]} may grant something, and the container's author alone decides whether this condition holds" : "");

    // Under Podman the author writes the annotation that tells the image.
    [Fact]
    public void A_grant_to_an_image_is_warned_of() => Check(
        "{'rules':[{'when':{'image':'trusted/*'},'type':'devices','add':['/dev/kvm']}]}",
        "warning 1:19 a rule of type devices may grant something, and the container's author alone decides whether this condition holds");

    [Theory]
    [InlineData("'fromAnnotations':true,'fromEnv':'CDI'",
        "warning 1:43 a rule of type cdi may grant something, and with \"fromAnnotations\" the container's author alone chooses what|warning 1:58 a rule of type cdi may grant something, and with \"fromEnv\" the container's author alone chooses what")]
    [InlineData("'fromEnv':'CDI','when':{'privileged':true}", "")]
    public void A_rule_that_lets_the_author_choose_is_warned_of(string members, string expected) =>
        Check("{'rules':[{'type':'cdi'," + members + "}]}", expected);

    [Fact]
    public void Names_in_the_file_of_a_filter_are_warned_of_at_their_place()
    {
        const string Profile = "{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['mount','sockett'],'action':'SCMP_ACT_LOG','includes':{'arches':['amd64','amd46']},'excludes':{'arches':['SCMP_ARCH_X86']}},{'names':['@bpf'],'action':'SCMP_ACT_LOG'}]}";
        var findings = new Findings();
        new PolicyCheck("p.json", new FakeHost { Files = { ["/f.json"] = Encoding.UTF8.GetBytes(Profile.Replace('\'', '"')) } }, findings).Check("{\"rules\":[{\"type\":\"seccomp\",\"profile\":\"/f.json\"}]}"u8.ToArray());

        findings.All.Select(finding => $"{finding.Severity} {finding.File} {finding.Column} {finding.Message}").Should().Equal(
            "Warning /f.json 65 unknown system call \"sockett\", did you mean \"socket\"?",
            "Warning /f.json 130 unknown value \"amd46\" in arches, did you mean \"amd64\"?",
            "Warning /f.json 162 unknown value \"SCMP_ARCH_X86\" in arches",
            "Warning /f.json 191 unknown system call \"@bpf\", did you mean \"bpf\"?");
    }

    /// <summary>What a rule denies by argument is tried on the filter that it installs, before a container is refused for it.</summary>
    [Theory]
    [InlineData("'profile':'/f.json'", "", "Error 56 each container is refused: linux.seccomp: an entry for socket compares argument 0, so argument 1 *")]
    [InlineData("'profile':'/f.json','ifAbsent':true", "", "Warning 72 a container without a filter is refused: linux.seccomp: an entry for socket compares argument 0, *")]
    [InlineData("'profile':'/f.json'", ",'includes':{'caps':['CAP_BPF']}", "Warning 56 a container with all capabilities is refused: linux.seccomp: an entry for socket compares argument 0, *")]
    [InlineData("'profile':'/f.json'", ",'excludes':{'caps':['CAP_BPF']}", "Warning 56 a container without capabilities is refused: linux.seccomp: an entry for socket compares argument 0, *")]
    [InlineData("'profile':'docker-default'", "", "")]
    [InlineData("'profile':'containerd-default'", "", "")]
    [InlineData("'profile':'podman-default'", "", "Warning 63 a container without capabilities is refused: linux.seccomp: an entry for socket compares argument 0, *")]
    [InlineData("'profile':'/f.json','ifAbsent':true", ",'excludes':{'arches':['amd64']}", "")]
    public void A_rule_that_cannot_be_applied_to_its_own_filter_is_found(string members, string scope, string expected)
    {
        const string Profile = "{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':16,'op':'SCMP_CMP_NE'}]},{'names':['socket'],'action':'SCMP_ACT_LOG','args':[{'index':0,'value':16,'op':'SCMP_CMP_EQ'},{'index':2,'value':9,'op':'SCMP_CMP_NE'}]},{'names':['socket'],'action':'SCMP_ACT_TRAP','args':[{'index':0,'value':16,'op':'SCMP_CMP_EQ'},{'index':2,'value':9,'op':'SCMP_CMP_EQ'}]}]}";
        var findings = new Findings();
        var rule = $"{{'rules':[{{'type':'seccomp',{members},'deny':[{{'name':'socket','args':[{{'index':1,'value':15,'valueTwo':3,'op':'SCMP_CMP_MASKED_EQ'}}]{scope}}}]}}]}}";
        new PolicyCheck("p.json", new FakeHost { Files = { ["/f.json"] = Encoding.UTF8.GetBytes(Profile.Replace('\'', '"')) } }, findings).Check(Encoding.UTF8.GetBytes(rule.Replace('\'', '"')));

        string.Join('|', findings.All.Select(finding => $"{finding.Severity} {finding.Column} {finding.Message}")).Should().MatchRegex($"^{System.Text.RegularExpressions.Regex.Escape(expected).Replace("\\*", ".*", StringComparison.Ordinal)}$");
    }

    /// <summary>An error in a file that the policy names has its place in that file, and nothing of the policy can be left out for it.</summary>
    [Fact]
    public void An_error_in_another_file_is_told_once()
    {
        var findings = new Findings();
        new PolicyCheck("p.json", new FakeHost { Files = { ["/f.json"] = "[]]"u8.ToArray() } }, findings).Check("{\"rules\":[{\"type\":\"seccomp\",\"profile\":\"/f.json\"}]}"u8.ToArray());

        findings.All.Should().ContainSingle().Which.File.Should().Be("/f.json");
    }

    [Theory]
    [InlineData("{'profiles':['a'],'rules':[{'type':'none'}]}")]
    [InlineData("{'rules':[{},1],'profiles':['a']}")]
    [InlineData("{'x':1,'profiles':['a',2]}")]
    public void Profiles_are_given_back_whatever_else_is_wrong(string policy) =>
        new PolicyCheck("p.json", new FakeHost(), new Findings()).Check(Encoding.UTF8.GetBytes(policy.Replace('\'', '"'))).Select(profile => profile.Name).Should().Equal("a");

    [Fact]
    public void The_profiles_that_a_file_names_are_given_back() =>
        new PolicyCheck("p.json", new FakeHost(), new Findings()).Check("""{"profiles":["a","b"]}"""u8.ToArray()).Select(profile => profile.Name).Should().Equal("a", "b");

    [Theory]
    [InlineData("{'profiles':['a'],'shadow':['b']}", "a b+")]
    [InlineData("{'mode':'warn','profiles':['a']}", "a+")]
    [InlineData("{'mode':'enforce','profiles':['a']}", "a")]
    public void The_profiles_that_are_only_tried_out_are_told_from_the_others(string policy, string names) =>
        string.Join(' ', new PolicyCheck("p.json", new FakeHost(), new Findings()).Check(Encoding.UTF8.GetBytes(policy.Replace('\'', '"'))).Select(profile => profile.Name + (profile.IsShadow ? "+" : "")))
            .Should().Be(names);

    [Theory]
    [InlineData("{'mode':'warn','rules':[{'type':'filter','path':'/f'}]}", "warning 1:25 a rule of type filter that runs a program is not evaluated in mode warn of the file")]
    [InlineData("{'mode':'warn','rules':[{'type':'filter','path':'/f','mode':'off'}]}", "")]
    [InlineData("{'rules':[{'type':'filter','path':'/f'}]}", "")]
    [InlineData("{'mode':'warn','rules':[{'type':'umask','value':'0022'}]}", "")]
    [InlineData("{'mode':'wran'}", "1:9 *enforce*warn*")]
    public void A_program_that_a_file_in_mode_warn_would_run_is_told_of(string policy, string expected) => Check(policy, expected);

    [Fact]
    public void A_name_that_is_repeated_in_a_merge_patch_is_one_finding() =>
        Check("{'rules':[{'type':'merge-patch','document':{'a':{'b':1,'b':2}}}]}", "1:56 *\"b\"*");

    [Fact]
    public void A_list_of_profiles_that_is_repeated_is_one_finding() =>
        Check("{'profiles':['hardened'],'profiles':[],'rules':[]}", "1:26 the member \"profiles\" is ambiguous*");

    private static void Check(string policy, string expected)
    {
        var findings = new Findings();
        new PolicyCheck("p.json", new FakeHost(), findings).Check(Encoding.UTF8.GetBytes(policy.Replace('\'', '"')));
        var found = findings.All.Select(finding => $"{(finding.Severity == Severity.Warning ? "warning " : "")}{finding.Line}:{finding.Column} {finding.Message}").ToList();
        var wanted = expected.Split('|', StringSplitOptions.RemoveEmptyEntries);
        found.Should().HaveSameCount(wanted);
        foreach (var (one, other) in found.Zip(wanted))
        {
            one.Should().Match(other);
        }
    }
}

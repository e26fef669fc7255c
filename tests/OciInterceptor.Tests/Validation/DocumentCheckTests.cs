using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Validation;

public sealed class DocumentCheckTests
{
    private const string Full = "full-runtime-spec-1.3.json";

    public static TheoryData<string> Captured => ["docker-20.10-run.json", "docker-20.10-privileged.json", "docker-20.10-1000-env-80-binds.json", "podman-4.3-run.json"];

    /// <summary>The places of a document that has every member there is.</summary>
    public static TheoryData<string> Places => [.. PlacesOf(Read(Full), "").Select(place => place.Path)];

    [Theory]
    [MemberData(nameof(Captured))]
    public void Nothing_is_wrong_with_what_an_engine_made(string name) => Check(Read(name)).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Places))]
    public void A_value_of_the_wrong_kind_is_found_at_its_place(string path)
    {
        var (changed, place) = WithWrongKind(Full, path);

        Check(changed).Where(finding => finding.Severity == Severity.Error)
            .Select(finding => $"{finding.Line}:{finding.Column}").Should().Contain(place);
    }

    [Theory]
    [InlineData("^{'root':{'path':'r'}}", "missing member \"ociVersion\"")]
    [InlineData("^{'ociVersion':'1.0.2'}", "missing member \"root\"")]
    [InlineData("{'ociVersion':'1.0.2','root':^{}}", "missing member \"path\"")]
    [InlineData("{'ociVersion':^'1.0','root':{'path':'r'}}", "invalid version \"1.0\": want a semantic version such as 1.3.0")]
    [InlineData("{'ociVersion':^'1.02.0','root':{'path':'r'}}", "invalid version \"1.02.0\": want a semantic version such as 1.3.0")]
    [InlineData("{'ociVersion':'1.0.2-dev','root':{'path':'r'},'hostname':^'h'}", "\"hostname\" needs a uts namespace")]
    [InlineData("^{'args':['sh']}", "missing member \"cwd\"")]
    [InlineData("{'cwd':'/','args':^[]}", "\"args\" must name a program")]
    [InlineData("^{'cwd':'/'}", "missing member \"args\"")]
    [InlineData("^{'cwd':'/','args':null}", "missing member \"args\"")]
    [InlineData("^{'ociVersion':null,'root':{'path':'r'}}", "missing member \"ociVersion\"")]
    [InlineData("{'ociVersion':^'2.0.0','root':{'path':'r'}}", "warning unknown version 2.0.0: a new major version may change what members mean, but they are checked as in 1.3")]
    [InlineData("{'ociVersion':^'10.0.0-rc.1','root':{'path':'r'}}", "warning unknown version 10.0.0-rc.1: a new major version *")]
    [InlineData("^{}", "missing member \"ociVersion\"", "missing member \"root\"")]
    [InlineData("{'cwd':^'a','args':['x']}", "\"cwd\" must be an absolute path")]
    [InlineData("{'ociVersion':'1.0.2','root':{'path':'r'},'domainname':^'d'}", "\"domainname\" needs a uts namespace")]
    [InlineData("{'ociVersion':'1.0.2','root':{'path':'r'},'hostname':^'h','domainname':'d'}", "\"hostname\" needs a uts namespace")]
    [InlineData("{'ociVersion':'1.0.2','root':{'path':'r'},'hostname':'','domainname':^'d'}", "\"domainname\" needs a uts namespace")]
    [InlineData("{'ociVersion':'1.0.2','root':{'path':'r'},'hostname':^'h','linux':{'namespaces':[{'type':'pid'}]}}", "\"hostname\" needs a uts namespace")]
    public void A_document_lacks_nothing_that_must_be_there(string document, params string[] findings) => ShouldFind(document, findings);

    [Theory]
    [InlineData("'hostname':'h','linux':{'namespaces':[{'type':'pid'},{'type':'uts'}]}")]
    [InlineData("'hostname':'h','domainname':'d','linux':{'namespaces':[{'type':'uts','path':'/proc/1/ns/uts'}]}")]
    [InlineData("'hostname':'','domainname':''")]
    [InlineData("'hostname':null")]
    [InlineData("'process':{'cwd':'/','args':['x'],'env':['A=','B==','AB=1','A B=2']}")]
    [InlineData("'process':{'cwd':'/','args':['x'],'user':{'uid':0,'gid':0,'umask':511}}")]
    [InlineData("'process':{'cwd':'/','args':['x'],'user':{'uid':0,'gid':0,'umask':0}}")]
    [InlineData("'process':{'cwd':'/','args':['x'],'oomScoreAdj':1000}")]
    [InlineData("'process':{'cwd':'/','args':['x'],'oomScoreAdj':-1000}")]
    [InlineData("'process':{'cwd':'/','args':['x'],'rlimits':[{'type':'RLIMIT_CPU','soft':1,'hard':1},{'type':'RLIMIT_AS','soft':0,'hard':1}]}")]
    [InlineData("'process':{'cwd':'/','args':['x'],'scheduler':{'policy':'SCHED_OTHER','nice':-20,'priority':0}}")]
    [InlineData("'process':{'cwd':'/','args':['x'],'scheduler':{'policy':'SCHED_FIFO','nice':19,'priority':99}}")]
    [InlineData("'process':{'cwd':'/','args':['x'],'ioPriority':{'class':'IOPRIO_CLASS_IDLE','priority':0}}")]
    [InlineData("'process':{'cwd':'/','args':['x'],'ioPriority':{'class':'IOPRIO_CLASS_RT','priority':7}}")]
    [InlineData("'process':{'cwd':'/','args':['x'],'capabilities':{'bounding':['CAP_KILL'],'permitted':['CAP_KILL','CAP_CHOWN'],'inheritable':['CAP_CHOWN'],'effective':['CAP_KILL'],'ambient':['CAP_CHOWN']}}")]
    [InlineData("'mounts':[{'destination':'/a','type':'tmpfs'},{'destination':'/b','type':'bind','source':'/s','uidMappings':[],'gidMappings':[]}]")]
    [InlineData("'mounts':[{'destination':'/a','type':'bind','source':'/s'},{'destination':'/b','source':'s','options':['rbind']}]")]
    [InlineData("'linux':{'devices':[{'path':'/c','type':'c','major':4095,'minor':1048575,'fileMode':4095},{'path':'/d','type':'u','major':0,'minor':0,'fileMode':8624},{'path':'/b','type':'b','major':1,'minor':2,'fileMode':24992},{'path':'/p','type':'p','fileMode':4480},{'path':'/q','type':'p','fileMode':0}]}")]
    [InlineData("'mounts':[{'destination':'/a','type':'bind','source':'/s','uidMappings':[{'containerID':0,'hostID':0,'size':1}],'gidMappings':[{'containerID':0,'hostID':0,'size':4294967295}]}]")]
    [InlineData("'linux':{'namespaces':[{'type':'user'},{'type':'mount','path':''}],'uidMappings':[{'containerID':0,'hostID':0,'size':1}],'gidMappings':[{'containerID':0,'hostID':0,'size':1}]}")]
    [InlineData("'linux':{'uidMappings':[],'timeOffsets':{}}")]
    [InlineData("'linux':{'namespaces':[{'type':'time'}],'timeOffsets':{'boottime':{'secs':-1,'nanosecs':999999999},'monotonic':{'nanosecs':0}}}")]
    [InlineData("'linux':{'devices':[{'path':'/p','type':'p'},{'path':'/c','type':'c','major':1,'minor':2},{'path':'/b','type':'b','major':1,'minor':2},{'path':'/u','type':'u','major':1,'minor':2}]}")]
    [InlineData("'linux':{'rootfsPropagation':'rslave','maskedPaths':[],'readonlyPaths':['/a']}")]
    [InlineData("'linux':{'personality':{'domain':'LINUX32'}}")]
    [InlineData("'linux':{'resources':{'devices':[{'allow':false},{'allow':true,'type':'','access':''},{'allow':true,'type':'a','access':'rwm'}]}}")]
    [InlineData("'linux':{'resources':{'memory':{'limit':2,'swap':2}}}")]
    [InlineData("'linux':{'resources':{'memory':{'limit':2,'swap':-1}}}")]
    [InlineData("'linux':{'resources':{'memory':{'limit':2,'swap':0}}}")]
    [InlineData("'linux':{'resources':{'memory':{'limit':-1,'swap':1,'reservation':-1,'kernel':-1,'kernelTCP':-1}}}")]
    [InlineData("'linux':{'resources':{'memory':{'limit':0,'swap':1}}}")]
    [InlineData("'linux':{'resources':{'memory':{'swap':1}}}")]
    [InlineData("'linux':{'resources':{'memory':{'swappiness':0}}}")]
    [InlineData("'linux':{'resources':{'memory':{'swappiness':100}}}")]
    [InlineData("'linux':{'resources':{'memory':{'swappiness':18446744073709551615}}}")]
    [InlineData("'linux':{'resources':{'cpu':{'idle':0}}}")]
    [InlineData("'linux':{'resources':{'cpu':{'idle':1}}}")]
    [InlineData("'linux':{'resources':{'pids':{'limit':-1}}}")]
    [InlineData("'linux':{'resources':{'hugepageLimits':[{'pageSize':'2MB','limit':1},{'pageSize':'1GB','limit':1}]}}")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ERRNO','architectures':['SCMP_ARCH_X86'],'syscalls':[{'names':['x'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':0,'op':'SCMP_CMP_EQ'},{'index':5,'value':0,'op':'SCMP_CMP_NE'}]}]}}")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}],'listenerPath':'/l','listenerMetadata':'m'}}")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_KILL','listenerMetadata':''}}")]
    [InlineData("'hooks':{'prestart':[{'path':'/x','timeout':1}],'poststop':[{'path':'/x','timeout':2147483647}]}")]
    [InlineData("'annotations':{'a':'','b':'x'}")]
    public void What_keeps_the_rules_is_left_alone(string member) =>
        Findings("{'ociVersion':'1.0.2','root':{'path':'rootfs'}," + member + "}").Should().BeEmpty();

    [Theory]
    [InlineData("0.0.0")]
    [InlineData("1.20.30")]
    [InlineData("0.20.30")]
    [InlineData("1.0.2-rc.1")]
    [InlineData("1.0.2+build-7")]
    [InlineData("1.0.2-rc.1+a.b")]
    public void A_version_is_one_of_semantic_versioning(string version) => Findings($"{{'ociVersion':'{version}','root':{{'path':'r'}}}}").Should().BeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.0.2.3")]
    [InlineData("1..2")]
    [InlineData("1.0.")]
    [InlineData("1.0.a")]
    [InlineData("01.0.0")]
    [InlineData("1.0.00")]
    [InlineData("1.0.2-")]
    [InlineData("1.0.2+")]
    [InlineData("1.0-rc.2")]
    [InlineData("1.0.2-a_b")]
    [InlineData("1.0.2 ")]
    [InlineData("1.0.\u0662")]
    public void Any_other_version_is_not(string version) =>
        Findings($"{{'ociVersion':'{version}','root':{{'path':'r'}}}}").Should().ContainSingle().Which.Should().Be($"1:15 invalid version \"{version}\": want a semantic version such as 1.3.0");

    /// <summary>The document of an exec is told from a configuration by members that only one of them has.</summary>
    [Theory]
    [InlineData("{'args':['x']}", true)]
    [InlineData("{'cwd':'/'}", true)]
    [InlineData("{'user':{}}", false)]
    [InlineData("{'args':['x'],'ociVersion':'1.0.2'}", false)]
    [InlineData("{'cwd':'/','process':{}}", false)]
    [InlineData("{'cwd':'/','root':{}}", false)]
    [InlineData("{'cwd':'/','linux':{}}", false)]
    [InlineData("{'cwd':'/','mounts':[]}", false)]
    public void An_execs_document_is_told_from_a_configuration(string document, bool isProcess)
    {
        var json = Parsed(document);

        DocumentCheck.IsProcess(json).Should().Be(isProcess);
        DocumentCheck.IsConfiguration(json).Should().Be(!isProcess && document != "{'user':{}}");
    }

    [Theory]
    [InlineData("'user':^{'uid':1}", "missing member \"gid\"")]
    [InlineData("'env':['A=1',^'B']", "invalid variable: want NAME=value")]
    [InlineData("'user':^{'gid':1}", "missing member \"uid\"")]
    [InlineData("'user':{'uid':0,'gid':0,'umask':^512}", "\"umask\" must be between 0 and 511")]
    [InlineData("'env':[^'=x']", "invalid variable: want NAME=value")]
    [InlineData("'env':[^'']", "invalid variable: want NAME=value")]
    [InlineData("'env':['A=1','B=',^'A=']", "warning the variable A is set twice: programs differ in which value they use")]
    [InlineData("'rlimits':[^{'type':'RLIMIT_CPU','soft':1}]", "missing member \"hard\"")]
    [InlineData("'rlimits':[^{'type':'RLIMIT_CPU','hard':1}]", "missing member \"soft\"")]
    [InlineData("'rlimits':[^{'soft':1,'hard':1}]", "missing member \"type\"")]
    [InlineData("'capabilities':{'permitted':['CAP_KILL'],'ambient':[^'CAP_KILL']}", "warning the kernel does not grant CAP_KILL here: it is not inheritable")]
    [InlineData("'capabilities':{'inheritable':['CAP_KILL'],'ambient':[^'CAP_KILL']}", "warning the kernel does not grant CAP_KILL here: it is not permitted")]
    [InlineData("'capabilities':{'permitted':['CAP_CHOWN'],'effective':['CAP_CHOWN',^'CAP_KILL']}", "warning the kernel does not grant CAP_KILL here: it is not permitted")]
    [InlineData("'capabilities':{'inheritable':['CAP_KILL',^'KILL']}", "warning unknown capability \"KILL\"*")]
    [InlineData("'capabilities':{'permitted':[^'cap_kill']}", "warning unknown capability \"cap_kill\"*")]
    [InlineData("'oomScoreAdj':^-1001", "\"oomScoreAdj\" must be between -1000 and 1000")]
    [InlineData("'consoleSize':^{'height':1}", "missing member \"width\"")]
    [InlineData("'consoleSize':^{'width':1}", "missing member \"height\"")]
    [InlineData("'scheduler':^{}", "missing member \"policy\"")]
    [InlineData("'scheduler':{'policy':'SCHED_RR','nice':^20}", "\"nice\" must be between -20 and 19")]
    [InlineData("'scheduler':{'policy':'SCHED_RR','nice':^-21}", "\"nice\" must be between -20 and 19")]
    [InlineData("'scheduler':{'policy':'SCHED_RR','priority':^100}", "\"priority\" must be between 0 and 99")]
    [InlineData("'scheduler':{'policy':'SCHED_RR','priority':^-1}", "\"priority\" must be between 0 and 99")]
    [InlineData("'ioPriority':^{'priority':1}", "missing member \"class\"")]
    [InlineData("'ioPriority':{'class':^'BE'}", "\"class\" must be one of IOPRIO_CLASS_RT, *, not \"BE\"*")]
    [InlineData("'ioPriority':{'class':'IOPRIO_CLASS_BE','priority':^-1}", "\"priority\" must be between 0 and 7")]
    [InlineData("'env':['A=1',^'A=2']", "warning the variable A is set twice: programs differ in which value they use")]
    [InlineData("'rlimits':[{'type':'RLIMIT_NOFILE','soft':^2,'hard':1}]", "the soft limit is above the hard limit")]
    [InlineData("'rlimits':[{'type':^'NOFILE','soft':1,'hard':1}]", "\"type\" must be one of RLIMIT_AS, *, not \"NOFILE\"*")]
    [InlineData("'rlimits':[{'type':'RLIMIT_CPU','soft':1,'hard':1},{'type':^'RLIMIT_CPU','soft':1,'hard':1}]", "duplicate limit of type RLIMIT_CPU")]
    [InlineData("'capabilities':{'bounding':[^'CAP_CHWON']}", "warning unknown capability \"CAP_CHWON\", did you mean \"CAP_CHOWN\"?")]
    [InlineData("'capabilities':{'effective':[^'CAP_KILL']}", "warning the kernel does not grant CAP_KILL here: it is not permitted")]
    [InlineData("'oomScoreAdj':^1001", "\"oomScoreAdj\" must be between -1000 and 1000")]
    [InlineData("'scheduler':{'policy':^'FIFO'}", "\"policy\" must be one of SCHED_OTHER, *, not \"FIFO\"*")]
    [InlineData("'ioPriority':{'class':'IOPRIO_CLASS_BE','priority':^8}", "\"priority\" must be between 0 and 7")]
    public void A_process_keeps_the_rules(string member, string finding) =>
        ShouldFind("{'cwd':'/','args':['x']," + member + "}", finding);

    [Theory]
    [InlineData("'mounts':[{'destination':^'a','type':'tmpfs'}]", "warning a relative destination is deprecated: runtimes read it as relative to /")]
    [InlineData("'mounts':[^{'type':'tmpfs','source':'a'}]", "missing member \"destination\"")]
    [InlineData("'mounts':[{'destination':'/a','type':'tmpfs'},{'destination':^'/a','type':'tmpfs'}]", "warning this mount covers another one at /a")]
    [InlineData("'mounts':[{'destination':'/a','type':'bind','source':'/s','uidMappings':^[{'containerID':0,'hostID':0,'size':1}]}]", "uidMappings and gidMappings must be given together")]
    [InlineData("'mounts':[{'destination':'/a','type':'bind','source':'/s','gidMappings':^[{'containerID':0,'hostID':0,'size':1}]}]", "uidMappings and gidMappings must be given together")]
    [InlineData("'mounts':[{'destination':'/a','type':'tmpfs'},{'destination':'/b','type':'tmpfs'},{'destination':^'/a','type':'tmpfs'}]", "warning this mount covers another one at /a")]
    [InlineData("'mounts':[{'destination':'/a','type':'bind','source':'/s','uidMappings':[{'containerID':0,'hostID':0,'size':^0}],'gidMappings':[{'containerID':0,'hostID':0,'size':1}]}]", "\"size\" must be between 1 and 4294967295")]
    [InlineData("'mounts':[{'destination':'/a','type':'bind','source':'/s','uidMappings':[{'containerID':0,'hostID':0,'size':1}],'gidMappings':[^{'containerID':0,'size':1}]}]", "missing member \"hostID\"")]
    [InlineData("'linux':{'gidMappings':^[{'containerID':0,'hostID':0,'size':1}]}", "\"gidMappings\" needs a user namespace")]
    [InlineData("'linux':{'namespaces':[{'type':'user'}],'uidMappings':[^{'hostID':0,'size':1}]}", "missing member \"containerID\"")]
    [InlineData("'linux':{'namespaces':[{'type':'user'}],'gidMappings':[^{'containerID':0,'hostID':0}]}", "missing member \"size\"")]
    [InlineData("'linux':{'namespaces':[^{'path':'/x'}]}", "missing member \"type\"")]
    [InlineData("'linux':{'namespaces':[{'type':'time'}],'timeOffsets':{'boottime':{'nanosecs':^1000000000}}}", "\"nanosecs\" must be between 0 and 999999999")]
    [InlineData("'linux':{'namespaces':[{'type':'time'}],'timeOffsets':{'monotonic':{'secs':^'1'}}}", "\"secs\" must be *")]
    [InlineData("'linux':{'namespaces':[{'type':'pid'}],'timeOffsets':^{'boottime':{'secs':1}}}", "time offsets need a time namespace")]
    [InlineData("'linux':{'devices':[^{'path':'/d','type':'c','minor':1}]}", "missing member \"major\"")]
    [InlineData("'linux':{'devices':[^{'path':'/d','type':'b','major':1}]}", "missing member \"minor\"")]
    [InlineData("'linux':{'devices':[^{'path':'/d','type':'u','major':1}]}", "missing member \"minor\"")]
    [InlineData("'linux':{'devices':[^{'path':'/d'}]}", "missing member \"type\"")]
    [InlineData("'linux':{'devices':[^{'type':'p'}]}", "missing member \"path\"")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':^'x'}]}", "\"type\" must be one of c, b, u, p, not \"x\"*")]
    [InlineData("'linux':{'readonlyPaths':[^'b']}", "\"readonlyPaths\" must have absolute paths only")]
    [InlineData("'linux':{'memoryPolicy':^{}}", "missing member \"mode\"")]
    [InlineData("'linux':{'personality':^{}}", "missing member \"domain\"")]
    [InlineData("'linux':{'personality':{'domain':^'linux'}}", "\"domain\" must be one of LINUX, LINUX32, not \"linux\"*")]
    [InlineData("'linux':{'resources':{'devices':[^{'access':'r'}]}}", "missing member \"allow\"")]
    [InlineData("'linux':{'resources':{'devices':[{'allow':true,'type':^'x'}]}}", "\"type\" must be one of *, not \"x\"*")]
    [InlineData("'linux':{'resources':{'devices':[{'allow':true,'access':^'rwx'}]}}", "\"access\" must consist of r, w and m")]
    [InlineData("'linux':{'resources':{'memory':{'limit':^-2}}}", "\"limit\" must be between -1 and 9223372036854775807")]
    [InlineData("'linux':{'resources':{'memory':{'swap':^-2}}}", "\"swap\" must be between -1 and 9223372036854775807")]
    [InlineData("'linux':{'resources':{'memory':{'reservation':^-2}}}", "\"reservation\" must be between -1 and 9223372036854775807")]
    [InlineData("'linux':{'resources':{'memory':{'kernel':^-2}}}", "\"kernel\" must be between -1 and 9223372036854775807")]
    [InlineData("'linux':{'resources':{'memory':{'kernelTCP':^-2}}}", "\"kernelTCP\" must be between -1 and 9223372036854775807")]
    [InlineData("'linux':{'resources':{'memory':{'swappiness':^18446744073709551614}}}", "\"swappiness\" must be between 0 and 100")]
    [InlineData("'linux':{'resources':{'cpu':{'idle':^2}}}", "\"idle\" must be between 0 and 1")]
    [InlineData("'linux':{'resources':{'cpu':{'idle':^-1}}}", "\"idle\" must be between 0 and 1")]
    [InlineData("'linux':{'resources':{'pids':{'limit':^-2}}}", "\"limit\" must be between -1 and 9223372036854775807")]
    [InlineData("'linux':{'resources':{'hugepageLimits':[^{'pageSize':'2MB'}]}}", "missing member \"limit\"")]
    [InlineData("'linux':{'resources':{'hugepageLimits':[^{'limit':1}]}}", "missing member \"pageSize\"")]
    [InlineData("'linux':{'resources':{'blockIO':{'weightDevice':[^{'major':1,'weight':50}]}}}", "missing member \"minor\"")]
    [InlineData("'linux':{'resources':{'blockIO':{'weightDevice':[^{'minor':1,'weight':50}]}}}", "missing member \"major\"")]
    [InlineData("'linux':{'resources':{'blockIO':{'throttleReadBpsDevice':[^{'major':1,'minor':1}]}}}", "missing member \"rate\"")]
    [InlineData("'linux':{'resources':{'blockIO':{'throttleWriteBpsDevice':[^{'major':1,'rate':1}]}}}", "missing member \"minor\"")]
    [InlineData("'linux':{'resources':{'blockIO':{'throttleReadIOPSDevice':[^{'minor':1,'rate':1}]}}}", "missing member \"major\"")]
    [InlineData("'linux':{'resources':{'blockIO':{'throttleWriteIOPSDevice':[^{'major':1,'minor':1}]}}}", "missing member \"rate\"")]
    [InlineData("'linux':{'resources':{'network':{'priorities':[^{'name':'eth0'}]}}}", "missing member \"priority\"")]
    [InlineData("'linux':{'resources':{'network':{'priorities':[^{'priority':1}]}}}", "missing member \"name\"")]
    [InlineData("'linux':{'seccomp':^{}}", "missing member \"defaultAction\"")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_X86',^'x86']}}", "unknown architecture \"x86\"*")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','listenerMetadata':^'m'}}", "\"listenerMetadata\" needs \"listenerPath\"")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','listenerPath':'','listenerMetadata':^'m'}}", "\"listenerMetadata\" needs \"listenerPath\"")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[^{'names':['x']}]}}", "missing member \"action\"")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[^{'action':'SCMP_ACT_LOG'}]}}", "missing member \"names\"")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['x'],'action':^'LOG'}]}}", "\"action\" must be one of *, not \"LOG\"*")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['x'],'action':'SCMP_ACT_LOG','args':[{'index':^6,'value':0,'op':'SCMP_CMP_EQ'}]}]}}", "\"index\" must be between 0 and 5")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['x'],'action':'SCMP_ACT_LOG','args':[^{'index':1,'value':0}]}]}}", "missing member \"op\"")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['x'],'action':'SCMP_ACT_LOG','args':[^{'index':1,'op':'SCMP_CMP_EQ'}]}]}}", "missing member \"value\"")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['x'],'action':'SCMP_ACT_LOG','args':[^{'value':1,'op':'SCMP_CMP_EQ'}]}]}}", "missing member \"index\"")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['x'],'action':'SCMP_ACT_LOG','args':[{'index':1,'value':0,'op':^'EQ'}]}]}}", "\"op\" must be one of *, not \"EQ\"*")]
    [InlineData("'annotations':{'x':'2',^'':'1'}", "an annotation's name must not be empty")]
    [InlineData("'annotations':{'a':^1,'b':'x'}", "\"a\" must be a string, not a number")]
    [InlineData("'linux':{'namespaces':[{'type':'network'}],'sysctl':{'net.a':^1,'net.b':'x'}}", "\"net.a\" must be a string, not a number")]
    [InlineData("'hooks':{'prestart':[^{}]}", "missing member \"path\"")]
    [InlineData("'hooks':{'createRuntime':[{'path':^'x'}]}", "\"path\" must be an absolute path")]
    [InlineData("'hooks':{'createContainer':[{'path':^'x'}]}", "\"path\" must be an absolute path")]
    [InlineData("'hooks':{'startContainer':[{'path':^'x'}]}", "\"path\" must be an absolute path")]
    [InlineData("'hooks':{'poststart':[{'path':'/x','timeout':^2147483648}]}", "\"timeout\" must be a whole number within its range, not 2147483648")]
    [InlineData("'linux':{'namespaces':[{'type':^'net'}]}", "\"type\" must be one of pid, *, not \"net\"*")]
    [InlineData("'linux':{'namespaces':[{'type':'pid'},{'type':^'pid'}]}", "duplicate namespace of type pid")]
    [InlineData("'linux':{'namespaces':[{'type':'pid','path':^'x'}]}", "\"path\" must be an absolute path")]
    [InlineData("'linux':{'uidMappings':^[{'containerID':0,'hostID':0,'size':1}]}", "\"uidMappings\" needs a user namespace")]
    [InlineData("'linux':{'timeOffsets':^{'boottime':{'secs':1}}}", "time offsets need a time namespace")]
    [InlineData("'linux':{'devices':[^{'path':'/d','type':'c','major':1}]}", "missing member \"minor\"")]
    [InlineData("'linux':{'devices':[{'path':^'d','type':'p'}]}", "\"path\" must be an absolute path")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'c','major':1,'minor':2,'fileMode':^99999}]}", "\"fileMode\" must be between 0 and 4095, octal 7777, apart from the type of the device")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'c','major':1,'minor':2,'fileMode':^4096}]}", "\"fileMode\" must be between 0 and 4095, octal 7777, apart from the type of the device")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'b','major':1,'minor':2,'fileMode':^8624}]}", "\"fileMode\" must be between 0 and 4095, octal 7777, apart from the type of the device")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'p','fileMode':^2147484086}]}", "\"fileMode\" must be between 0 and 4095, octal 7777, apart from the type of the device")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'p','fileMode':^-1}]}", "\"fileMode\" must be *")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'c','major':^4096,'minor':2}]}", "\"major\" must be between 0 and 4095")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'c','major':^-1,'minor':2}]}", "\"major\" must be between 0 and 4095")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'b','major':1,'minor':^1048576}]}", "\"minor\" must be between 0 and 1048575")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'b','major':1,'minor':^-1}]}", "\"minor\" must be between 0 and 1048575")]
    [InlineData("'mounts':[^{'destination':'/x'}]", "warning a mount without a type must be a bind: the kernel refuses any other")]
    [InlineData("'mounts':[^{'destination':'/x','source':'/s','options':['ro']}]", "warning a mount without a type must be a bind: the kernel refuses any other")]
    [InlineData("'mounts':[^{'destination':'/x','type':''}],'linux':{}", "warning a mount without a type must be a bind: the kernel refuses any other")]
    [InlineData("'mounts':[^{'destination':'/x','type':'bind','options':['bind']}]", "warning a bind mount without a source shows the bundle with the container's configuration")]
    [InlineData("'mounts':[^{'destination':'/x','source':'','options':['rbind']}]", "warning a bind mount without a source shows the bundle with the container's configuration")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'p'},{'path':^'/d','type':'p'}]}", "duplicate device at /d")]
    [InlineData("'linux':{'maskedPaths':['/a',^'b']}", "\"maskedPaths\" must have absolute paths only")]
    [InlineData("'linux':{'rootfsPropagation':^'public'}", "\"rootfsPropagation\" must be one of *, not \"public\"*")]
    [InlineData("'linux':{'resources':{'devices':[{'allow':true,'access':^'x'}]}}", "\"access\" must consist of r, w and m")]
    [InlineData("'linux':{'resources':{'memory':{'limit':2,'swap':^1}}}", "\"swap\" is memory and swap together: it cannot be less than \"limit\"")]
    [InlineData("'linux':{'resources':{'memory':{'swappiness':^101}}}", "\"swappiness\" must be between 0 and 100")]
    [InlineData("'linux':{'resources':{'hugepageLimits':[{'pageSize':'2MB','limit':1},{'pageSize':^'2MB','limit':1}]}}", "duplicate limit for pages of 2MB")]
    [InlineData("'linux':{'seccomp':{'defaultAction':^'ALLOW'}}", "\"defaultAction\" must be one of *, not \"ALLOW\"*")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':^[],'action':'SCMP_ACT_LOG'}]}}", "\"names\" must name a system call")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['a','socket'],'action':'SCMP_ACT_ALLOW'},^{'names':['socket'],'action':'SCMP_ACT_ERRNO'}]}}",
        "warning this entry changes the document, not the filter, for socket: another entry allows it whatever its arguments")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[^{'names':['socket'],'action':'SCMP_ACT_ERRNO','errnoRet':38},{'names':['socket'],'action':'SCMP_ACT_LOG'}]}}",
        "warning this entry changes the document, not the filter, for socket: another entry allows it whatever its arguments")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[^{'names':['socket'],'action':'SCMP_ACT_ERRNO'},{'names':['socket'],'action':'SCMP_ACT_LOG','args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'}]}]}}",
        "warning this entry changes the document, not the filter, for socket: another entry allows it for some arguments, and this one is the default action, which runtimes leave out")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_LOG','architectures':['SCMP_ARCH_X86'],'syscalls':[^{'names':['socket'],'action':'SCMP_ACT_ERRNO'},{'names':['socketcall'],'action':'SCMP_ACT_ALLOW'}]}}",
        "warning this entry changes the document, not the filter, for socket: another entry allows socketcall, by which programs of some architectures make it")]
    [InlineData("'hooks':{'poststop':[{'path':^'x'}]}", "\"path\" must be an absolute path")]
    [InlineData("'hooks':{'poststop':[{'path':'/x','timeout':^0}]}", "\"timeout\" must be between 1 and 2147483647")]
    [InlineData("'annotations':{^'':'x'}", "an annotation's name must not be empty")]
    [InlineData("'annotations':{'a':^1}", "\"a\" must be a string, not a number")]
    public void A_configuration_keeps_the_rules(string member, string finding) =>
        ShouldFind("{'ociVersion':'1.0.2','root':{'path':'rootfs'}," + member + "}", finding);

    [Theory]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['socket'],'action':'SCMP_ACT_ERRNO'},{'names':['socket'],'action':'SCMP_ACT_ALLOW'}]")]
    [InlineData("'defaultAction':'SCMP_ACT_LOG','architectures':['SCMP_ARCH_ARM'],'syscalls':[{'names':['socket'],'action':'SCMP_ACT_ERRNO'},{'names':['socketcall'],'action':'SCMP_ACT_ALLOW'}]")]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['socket'],'action':'SCMP_ACT_ERRNO'},{'names':['bind'],'action':'SCMP_ACT_ALLOW'}]")]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['socket'],'action':'SCMP_ACT_ERRNO','errnoRet':38},{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'}]}]")]
    public void An_entry_that_denies_is_no_finding(string filter) =>
        Findings("{'ociVersion':'1.0.2','root':{'path':'rootfs'},'linux':{'seccomp':{" + filter + "}}}").Should().BeEmpty();

    [Fact]
    public void All_that_is_wrong_is_found() =>
        Findings("{'ociVersion':1,'root':{'path':2},'process':{'cwd':'x'},'mounts':3}").Should().Equal(
            "1:15 \"ociVersion\" must be a string, not a number",
            "1:32 \"path\" must be a string, not a number",
            "1:45 missing member \"args\"",
            "1:52 \"cwd\" must be an absolute path",
            "1:66 \"mounts\" must be a list, not a number");

    [Fact]
    public void Of_annotations_without_a_name_the_first_is_told() =>
        Findings("{'ociVersion':'1.0.2','root':{'path':'r'},'annotations':{'':'1','x':'2','':'3'}}").Where(finding => finding.EndsWith("must not be empty", StringComparison.Ordinal))
            .Should().Equal("1:58 an annotation's name must not be empty");

    [Fact]
    public void What_is_found_is_in_the_order_of_its_places_and_told_once()
    {
        var findings = new Findings();
        var text = Parsed("{'a':1,\n'b':2,'c':3}");
        foreach (var (member, cause) in new[] { (2, "x"), (1, "y"), (1, "x"), (0, "z"), (1, "x") })
        {
            findings.Error(text.Members[member].Value, cause);
        }
        findings.Error(new InterceptorException("without a place"));
        findings.Warning(Parsed("{'a':1}").Members[0].Value, "w");

        findings.Count.Should().Be(7);
        findings.All.Select(finding => $"{finding.Line}:{finding.Column} {finding.Message}").Should().Equal("1:6 w", "1:6 z", "2:5 x", "2:5 y", "2:11 x", "0:0 without a place");
    }

    /// <summary>A document with a number or a string where that is wrong, and its place.</summary>
    internal static (JsonObject Document, string Place) WithWrongKind(string name, string path)
    {
        var document = Read(name);
        var value = PlacesOf(document, "").Single(place => place.Path == path).Value;
        var wrong = value.Kind == JsonKind.Number ? "\"x\"" : "1";
        var text = document.Text!.Bytes;
        byte[] changed = [.. text[..value.Start], .. Encoding.UTF8.GetBytes(wrong), .. text[value.End..]];
        var place = (JsonFormatException)value.Error("");
        return ((JsonObject)JsonText.Parse(changed, "config.json"), $"{place.Line}:{place.Column}");
    }

    // A caret stands before the place.
    private static void ShouldFind(string document, params string[] findings)
    {
        var column = document.IndexOf('^', StringComparison.Ordinal) + 1;
        var wanted = findings.Select(finding => finding.StartsWith("warning ", StringComparison.Ordinal) ? $"warning 1:{column} {finding["warning ".Length..]}" : $"1:{column} {finding}").ToArray();
        var found = Findings(document.Remove(column - 1, 1)).ToArray();
        found.Should().HaveSameCount(wanted);
        for (var i = 0; i < wanted.Length; i++)
        {
            found[i].Should().Match(wanted[i]);
        }
    }

    private static JsonObject Parsed(string document) => (JsonObject)JsonText.Parse(Encoding.UTF8.GetBytes(document.Replace('\'', '"')), "config.json");

    private static IEnumerable<string> Findings(string document) =>
        Check(Parsed(document)).Select(finding => $"{(finding.Severity == Severity.Warning ? "warning " : "")}{finding.Line}:{finding.Column} {finding.Message}");

    private static ImmutableArray<Finding> Check(JsonObject document) => CheckedDocument.Findings(document);

    private static JsonObject Read(string name) =>
        (JsonObject)JsonText.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", name)), "config.json");

    // Names of maps are data, and a list's items are looked at one by one up to the first that is wrong.
    private static IEnumerable<(string Path, JsonValue Value)> PlacesOf(JsonValue value, string path) => value switch
    {
        JsonObject json => json.Members.SelectMany(member => Place(member.Value, JsonPointer.Member(path, member.Name.AsText()))),
        JsonArray array => array.Items.SelectMany((item, i) => Place(item, JsonPointer.Item(path, i))),
        _ => [],
    };

    private static IEnumerable<(string Path, JsonValue Value)> Place(JsonValue value, string path) => [(path, value), .. PlacesOf(value, path)];
}

using OciInterceptor.Collections;
using OciInterceptor.Tests.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Validation;

/// <summary>
/// Documents of our own that have what the good and the bad ones in the repository of the runtime specification (schema/test) have; double
/// quotes are written as single ones.
/// </summary>
public sealed class SpecificationDocumentsTests
{
    [Theory]
    // A whole document for Linux, in which only old members are unknown.
    [InlineData("""
        {'ociVersion':'0.5.0-dev','process':{'terminal':true,'user':{'uid':7,'gid':8,'additionalGids':[3,4]},'args':['ash'],'env':['A=b'],'cwd':'/srv',
        'capabilities':{'bounding':['CAP_CHOWN','CAP_SETUID'],'permitted':['CAP_CHOWN','CAP_SETUID'],'inheritable':['CAP_CHOWN','CAP_SETUID'],'effective':['CAP_CHOWN'],'ambient':['CAP_SETUID']},
        'rlimits':[{'type':'RLIMIT_CORE','hard':9,'soft':9},{'type':'RLIMIT_NOFILE','hard':99,'soft':9}],'apparmorProfile':'p','selinuxLabel':'a:b:c:s0','noNewPrivileges':true},
        'root':{'path':'fs','readonly':true},'hostname':'h','mounts':[{'destination':'/proc','type':'proc','source':'proc'},{'destination':'/dev','type':'tmpfs','source':'tmpfs','options':['nosuid','mode=755']}],
        'hooks':{'prestart':[{'path':'/usr/bin/p','args':['p','x'],'env':['k=v']},{'path':'/usr/bin/q'}],'createRuntime':[{'path':'/r'}],'createContainer':[{'path':'/c','args':['-m']}],'startContainer':[{'path':'/s'}],'poststart':[{'path':'/t','timeout':9}],'poststop':[{'path':'/u'}]},
        'linux':{'devices':[{'path':'/dev/f','type':'c','major':10,'minor':229,'fileMode':438,'uid':0,'gid':0},{'path':'/dev/g','type':'b','major':8,'minor':0}],
        'uidMappings':[{'containerID':0,'hostID':5000,'size':64000}],'gidMappings':[{'containerID':0,'hostID':5000,'size':64000}],'sysctl':{'net.core.somaxconn':'512'},'cgroupsPath':'/a/b',
        'resources':{'network':{'classID':17,'priorities':[{'name':'e0','priority':5}]},'pids':{'limit':77},'hugepageLimits':[{'pageSize':'2MB','limit':9223372036854775000},{'pageSize':'64KB','limit':3}],'oomScoreAdj':9,
        'memory':{'limit':4096000,'reservation':4096000,'swap':4096000,'kernel':-1,'kernelTCP':-1,'swappiness':0,'disableOOMKiller':false,'useHierarchy':false},
        'cpu':{'shares':512,'quota':2000000,'period':400000,'realtimeRuntime':900000,'realtimePeriod':2000000,'cpus':'1-2','mems':'0-3'},
        'devices':[{'allow':false,'access':'rwm'},{'allow':true,'type':'c','major':10,'minor':229,'access':'rw'}],
        'blockIO':{'weight':20,'leafWeight':20,'weightDevice':[{'major':8,'minor':0,'weight':400,'leafWeight':200},{'major':8,'minor':16,'weight':400}],'throttleReadBpsDevice':[{'major':8,'minor':0,'rate':500}],'throttleWriteIOPSDevice':[{'major':8,'minor':16,'rate':200}]}},
        'rootfsPropagation':'slave','seccomp':{'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_X86','SCMP_ARCH_X32'],'syscalls':[{'names':['chdir','chown'],'action':'SCMP_ACT_ERRNO'}]},
        'timeOffset':{'monotonicSecs':5},'namespaces':[{'type':'pid'},{'type':'network'},{'type':'ipc'},{'type':'uts'},{'type':'mount'},{'type':'user'},{'type':'cgroup'},{'type':'time'}],
        'maskedPaths':['/proc/kcore'],'readonlyPaths':['/proc/sys'],'mountLabel':'a:b:c:s0'},'annotations':{'com.example.a':'b'}}
        """)]
    // Interfaces without a namespace: what the schema takes, though no runtime does.
    [InlineData("{'ociVersion':'1.0.0','root':{'path':'fs'},'linux':{'netDevices':{'e0':{'name':'inner0'},'e1':{},'e2':{}}}}")]
    [InlineData("{'ociVersion':'1.0.0','root':{'path':'fs'},'linux':{'resources':{'rdma':{'m0':{'hcaHandles':4,'hcaObjects':20},'m1':{'hcaObjects':5},'r0':{'hcaHandles':6}}}}}")]
    [InlineData("{'ociVersion':'1.0.0','root':{'path':'fs'},'linux':{'resources':{'hugepageLimits':[{'pageSize':'64KB','limit':77}]}}}")]
    [InlineData("{'ociVersion':'1.0.0','root':{'path':'fs'},'zos':{}}")]
    [InlineData("{'ociVersion':'0.5.0-dev','process':{'user':{'uid':1,'gid':1},'args':['s'],'cwd':'/'},'root':{'path':'fs'},'hostname':'h','mounts':[{'destination':'/dev','type':'tfs','source':'tmpfs','options':['nosuid','-s 64']}],'zos':{'namespaces':[{'type':'pid'},{'type':'ipc'},{'type':'uts'},{'type':'mount'}]}}")]
    [InlineData("{'ociVersion':'1.3.0','root':{'path':'fs'},'freebsd':{}}")]
    [InlineData("{'ociVersion':'1.3.0','process':{'args':['s'],'cwd':'/'},'root':{'path':'fs'},'hostname':'h','mounts':[{'destination':'/dev','type':'devfs','source':'devfs','options':['ruleset=4']}],'freebsd':{'devices':[{'path':'pf','mode':'0600'}],'jail':{'host':'new','vnet':'inherit','ip4':'disable','enforceStatfs':2,'allow':{'rawSockets':true,'chflags':false,'mount':['nullfs']}}}}")]
    [InlineData("{'ociVersion':'1.3.0','process':{'user':{'username':'u'},'args':['cmd'],'cwd':'C:\\\\x'},'hostname':'h','windows':{'layerFolders':['C:\\\\l'],'hyperv':{'utilityVMPath':'C:\\\\u'}}}")]
    [InlineData("{'ociVersion':'1.3.0','process':{'user':{'username':'u'},'commandLine':'cmd /s','cwd':'C:\\\\x'},'windows':{'layerFolders':['C:\\\\l']}}")]
    [InlineData("{'ociVersion':'1.3.0','root':{'path':'fs'},'vm':{'hypervisor':{'path':'/h','parameters':['a']},'kernel':{'path':'/k','parameters':['b'],'initrd':'/i'},'image':{'path':'/r','format':'qcow2'}}}")]
    public void What_the_specification_calls_good_has_no_errors(string document) =>
        Check(document).Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Message).Should().BeEmpty();

    [Theory]
    [InlineData("{'ociVersion':'1.3.0','root':{'path':'fs'},'freebsd':{'jail':{'vnet':'disable'}}}", "\"vnet\" must be one of new, inherit, not \"disable\"")]
    [InlineData("{'ociVersion':'1.0.0','root':{'path':'fs'},'linux':{'resources':{'hugepageLimits':[{'pageSize':'64kB','limit':77}]}}}", "no kernel has huge pages of \"64kB\"*")]
    [InlineData("{'ociVersion':'1.0.0','root':{'path':'fs'},'linux':{'netDevices':{'e0':{'name':17}}}}", "\"name\" must be a string, not a number")]
    [InlineData("{'ociVersion':'1.0.0','root':{'path':'fs'},'linux':{'resources':{'rdma':[{'device':'m0','hcaHandles':'many'}]}}}", "\"rdma\" must be an object, not a list")]
    [InlineData("{'ociVersion':'1.0.0','root':{'path':'fs'},'linux':{'resources':{'rdma':{'m0':{'hcaHandles':'many'}}}}}", "\"hcaHandles\" must be a number, not a string*")]
    [InlineData("{'ociVersion':'1.3.0','root':{'path':'fs'},'windows':{'layerFolders':'l'}}", "\"layerFolders\" must be a list")]
    [InlineData("{'ociVersion':'1.3.0','root':{'path':'fs'},'process':{'commandLine':'cmd','cwd':'/'},'linux':{}}", "missing member \"args\"")]
    [InlineData("{'ociVersion':'1.3.0','process':{'user':{'username':'u'},'cwd':'C:'},'windows':{'layerFolders':['l']}}", "missing member \"args\"")]
    [InlineData("{'ociVersion':'1.3.0','root':{'path':'fs'},'zos':{'namespaces':[{'type':'net'}]}}", "\"type\" must be one of pid, mount, uts, ipc, not \"net\"*")]
    public void What_the_specification_calls_bad_has_an_error(string document, string error) =>
        Check(document).Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Message).First().Should().Match(error);

    /// <summary>Values of 1.3 that the specification or the kernel refuses, all in one document: each has a finding of its own.</summary>
    [Fact]
    public void Every_wrong_value_of_a_document_is_found()
    {
        const string document = """
            {'ociVersion':'7.7.7.7','process':{'user':{'uid':0,'gid':0},'args':['ash'],'cwd':'/'},'root':{'path':'fs'},
            'mounts':[{'destination':'/v','type':'bind','source':'/srv','options':['bind','idmap']}],
            'linux':{'memoryPolicy':{'mode':'MPOL_WRONG','flags':['MPOL_F_WRONG']},
            'netDevices':{'e0':{'name':'x/y'},'e1':{'name':'longerthanfifteen'},'e2':{'name':'twin'},'e3':{'name':'twin'}},
            'intelRdt':{'closID':'../y','memBwSchema':'YY:0=50'},'personality':{'domain':'LINUX32','flags':['WRONG']},
            'resources':{'cpu':{'cpus':'3-'},'hugepageLimits':[{'pageSize':'4megs','limit':2}],'unified':{'../pids.max':'2'}},
            'namespaces':[{'type':'time'},{'type':'network'}],'timeOffsets':{'taimonotonic':{'secs':2}},
            'seccomp':{'defaultAction':'SCMP_ACT_NOTIFY','architectures':['SCMP_ARCH_WRONG'],'flags':['SECCOMP_FILTER_FLAG_WRONG']}}}
            """;

        var messages = Check(document).Select(finding => finding.Message).ToList();

        foreach (var about in new[]
        {
            "7.7.7.7", "\"idmap\"", "\"mode\"", "MPOL_F_WRONG", "x/y", "longerthanfifteen", "twin", "\"closID\"", "\"memBwSchema\"", "\"personality\"", "\"cpus\"", "4megs", "../pids.max", "taimonotonic",
            "SCMP_ACT_NOTIFY", "SCMP_ARCH_WRONG", "SECCOMP_FILTER_FLAG_WRONG",
        })
        {
            messages.Should().ContainSingle(message => message.Contains(about, StringComparison.Ordinal), about);
        }
        messages.Should().HaveCount(17);
    }

    /// <summary>The same with other values, and without a network namespace.</summary>
    [Fact]
    public void Every_other_wrong_value_of_a_document_is_found()
    {
        const string document = """
            {'ociVersion':'9.9.9.9','process':{'user':{'uid':0,'gid':0},'args':['sh'],'cwd':'/'},'root':{'path':'rootfs'},
            'mounts':[{'destination':'/m','type':'bind','source':'/tmp','options':['bind','idmap']}],
            'linux':{'memoryPolicy':{'mode':'MPOL_BOGUS','flags':['MPOL_F_NOPE']},
            'netDevices':{'eth0':{'name':'a/b'},'eth1':{'name':'abcdefghijklmnopqrst'},'eth2':{'name':'same'},'eth3':{'name':'same'}},
            'intelRdt':{'closID':'../x','memBwSchema':'XX:0=70'},'personality':{'domain':'LINUX','flags':['NOPE']},
            'resources':{'cpu':{'cpus':'0-'},'hugepageLimits':[{'pageSize':'2megs','limit':1}],'unified':{'../../memory.max':'1'}},
            'namespaces':[{'type':'time'}],'timeOffsets':{'realtime':{'secs':1}},
            'seccomp':{'defaultAction':'SCMP_ACT_NOTIFY','architectures':['SCMP_ARCH_FOO'],'flags':['SECCOMP_FILTER_FLAG_FOO']}}}
            """;

        var findings = Check(document);

        findings.Count(finding => finding.Severity == Severity.Error).Should().Be(17);
        findings.Where(finding => finding.Severity == Severity.Warning).Select(finding => finding.Message).Should().Equal("network devices need a network namespace: runtimes refuse them without one");
    }

    private static ImmutableArray<Finding> Check(string document) => CheckedDocument.Findings(Sample.Object(document.Replace('\'', '"')));
}

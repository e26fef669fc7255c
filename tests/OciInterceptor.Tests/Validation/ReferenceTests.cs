using System.Reflection;
using OciInterceptor.Json;
using OciInterceptor.Tests.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Validation;

/// <summary>Each finding about a document names the section of the specification, or the kernel's limit, that it rests on.</summary>
public sealed class ReferenceTests
{
    private const string Full = "full-runtime-spec-1.3.json";

    // By the beginning of a member's path; the longest counts.
    private static readonly Dictionary<string, string> _sections = new()
    {
        ["/ociVersion"] = "config.md, \"Specification version\"",
        ["/root"] = "config.md, \"Root\"",
        ["/mounts"] = "config.md, \"Mounts\"",
        ["/process"] = "config.md, \"Process\"",
        ["/process/user"] = "config.md, \"POSIX-platform User\"",
        ["/process/rlimits"] = "config.md, \"POSIX process\"",
        ["/process/capabilities"] = "config.md, \"Linux Process\"",
        ["/process/noNewPrivileges"] = "config.md, \"Linux Process\"",
        ["/process/apparmorProfile"] = "config.md, \"Linux Process\"",
        ["/process/selinuxLabel"] = "config.md, \"Linux Process\"",
        ["/process/oomScoreAdj"] = "config.md, \"Linux Process\"",
        ["/process/scheduler"] = "config.md, \"Linux Process\"",
        ["/process/ioPriority"] = "config.md, \"Linux Process\"",
        ["/process/execCPUAffinity"] = "config.md, \"Linux Process\"",
        ["/hostname"] = "config.md, \"Hostname\"",
        ["/domainname"] = "config.md, \"Domainname\"",
        ["/hooks"] = "config.md, \"POSIX-platform Hooks\"",
        ["/annotations"] = "config.md, \"Annotations\"",
        ["/linux"] = "config.md, \"Platform-specific configuration\"",
        ["/linux/namespaces"] = "config-linux.md, \"Namespaces\"",
        ["/linux/uidMappings"] = "config-linux.md, \"User namespace mappings\"",
        ["/linux/gidMappings"] = "config-linux.md, \"User namespace mappings\"",
        ["/linux/timeOffsets"] = "config-linux.md, \"Offset for Time Namespace\"",
        ["/linux/devices"] = "config-linux.md, \"Devices\"",
        ["/linux/netDevices"] = "config-linux.md, \"Network Devices\"",
        ["/linux/cgroupsPath"] = "config-linux.md, \"Cgroups Path\"",
        ["/linux/resources"] = "config-linux.md, \"Control groups\"",
        ["/linux/resources/devices"] = "config-linux.md, \"Allowed Device list\"",
        ["/linux/resources/memory"] = "config-linux.md, \"Memory\"",
        ["/linux/resources/cpu"] = "config-linux.md, \"CPU\"",
        ["/linux/resources/blockIO"] = "config-linux.md, \"Block IO\"",
        ["/linux/resources/hugepageLimits"] = "config-linux.md, \"Huge page limits\"",
        ["/linux/resources/network"] = "config-linux.md, \"Network\"",
        ["/linux/resources/pids"] = "config-linux.md, \"PIDs\"",
        ["/linux/resources/rdma"] = "config-linux.md, \"RDMA\"",
        ["/linux/resources/unified"] = "config-linux.md, \"Unified\"",
        ["/linux/intelRdt"] = "config-linux.md, \"IntelRdt\"",
        ["/linux/sysctl"] = "config-linux.md, \"Sysctl\"",
        ["/linux/seccomp"] = "config-linux.md, \"Seccomp\"",
        ["/linux/rootfsPropagation"] = "config-linux.md, \"Rootfs Mount Propagation\"",
        ["/linux/maskedPaths"] = "config-linux.md, \"Masked Paths\"",
        ["/linux/readonlyPaths"] = "config-linux.md, \"Readonly Paths\"",
        ["/linux/mountLabel"] = "config-linux.md, \"Mount Label\"",
        ["/linux/personality"] = "config-linux.md, \"Personality\"",
        ["/linux/memoryPolicy"] = "config-linux.md, \"Memory policy\"",
    };

    [Theory]
    [MemberData(nameof(DocumentCheckTests.Places), MemberType = typeof(DocumentCheckTests))]
    public void A_value_of_the_wrong_kind_names_the_section_of_its_member(string path)
    {
        var (changed, column) = DocumentCheckTests.WithWrongKind(Full, path);
        var section = _sections.Where(entry => path == entry.Key || path.StartsWith(entry.Key + "/", StringComparison.Ordinal)).MaxBy(entry => entry.Key.Length).Value;
        // Mappings of a mount are described beside it.
        section = path.StartsWith("/mounts/", StringComparison.Ordinal) && path.Contains("Mappings", StringComparison.Ordinal) ? "config.md, \"POSIX-platform Mounts\"" : section;

        CheckedDocument.Findings(changed).Where(finding => $"{finding.Line}:{finding.Column}" == column && finding.Message.Contains("must be", StringComparison.Ordinal))
            .Select(finding => finding.Reference!.Text).Distinct().Should().Equal(section);
    }

    /// <summary>No check can report anything but by a section's collector, which has a reference.</summary>
    [Fact]
    public void No_check_has_a_collector_without_a_reference()
    {
        var checks = typeof(SectionFindings).Assembly.GetTypes().Where(type => type.Namespace == typeof(SectionFindings).Namespace && type.Name.EndsWith("Check", StringComparison.Ordinal)).ToList();

        checks.Should().HaveCountGreaterThan(8);
        foreach (var check in checks.Where(check => check != typeof(DocumentCheck)))
        {
            const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            check.GetConstructors(all).SelectMany(constructor => constructor.GetParameters())
                .Concat(check.GetMethods(all).SelectMany(method => method.GetParameters()))
                .Select(parameter => parameter.ParameterType).Should().NotContain(typeof(Findings), check.Name);
        }
    }

    [Theory]
    [InlineData("'linux':{'memoryPolicy':{'mode':'MPOL_BIND'}}", "set_mempolicy(2)")]
    [InlineData("'linux':{'memoryPolicy':{'mode':'MPOL_BOGUS'}}", "config-linux.md, \"Memory policy\"")]
    [InlineData("'linux':{'personality':{'domain':'LINUX','flags':['NOPE']}}", "config-linux.md, \"Personality\"")]
    [InlineData("'linux':{'personality':{}}", "config-linux.md, \"Personality\"")]
    [InlineData("'linux':{'resources':{'unified':{'../../memory.max':'1'}}}", "cgroups(7)")]
    [InlineData("'linux':{'resources':{'cpu':{'shares':1}}}", "kernel/sched/core.c")]
    [InlineData("'linux':{'resources':{'cpu':{'cpus':'0-'}}}", "cpuset(7)")]
    [InlineData("'linux':{'resources':{'blockIO':{'weight':1}}}", "config-linux.md, \"Block IO\"")]
    [InlineData("'linux':{'resources':{'hugepageLimits':[{'pageSize':'3MB','limit':1}]}}", "mm/hugetlb_cgroup.c")]
    [InlineData("'linux':{'netDevices':{}, 'namespaces':[{'type':'pid'},{'type':'pid'}]}", "config-linux.md, \"Namespaces\"")]
    [InlineData("'linux':{'namespaces':[{'type':'network'}],'netDevices':{'a b':{}}}", "net/core/dev.c")]
    [InlineData("'linux':{'uidMappings':[{'containerID':0,'hostID':0,'size':0}],'namespaces':[{'type':'user'}]}", "user_namespaces(7)")]
    [InlineData("'linux':{'uidMappings':[{'containerID':0,'hostID':4294967295,'size':2}],'namespaces':[{'type':'user'}]}", "user_namespaces(7)")]
    [InlineData("'linux':{'namespaces':[{'type':'time'}],'timeOffsets':{'realtime':{}}}", "time_namespaces(7)")]
    [InlineData("'linux':{'timeOffsets':{'monotonic':{}}}", "config-linux.md, \"Offset for Time Namespace\"")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'c','major':4096,'minor':0}]}", "include/linux/kdev_t.h")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'c','major':1,'minor':0,'fileMode':65535}]}", "mknod(2)")]
    [InlineData("'linux':{'intelRdt':{'closID':'..'}}", "Documentation/filesystems/resctrl.rst")]
    [InlineData("'linux':{'sysctl':{'kernel.foo':'1'}}", "config-linux.md, \"Sysctl\"")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_KILL','defaultErrnoRet':1}}", "config-linux.md, \"Seccomp\"")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':70000}}", "seccomp(2)")]
    [InlineData("'hostname':'h'", "config.md, \"Hostname\"")]
    [InlineData("'domainname':'h'", "config.md, \"Domainname\"")]
    [InlineData("'mounts':[{'destination':'/m','type':''}]", "mount(2)")]
    [InlineData("'mounts':[{'destination':'/m','type':'bind','source':'/s','options':['idmap']}]", "config.md, \"Linux mount options\"")]
    [InlineData("'windows':{}", "config-windows.md")]
    [InlineData("'vm':1", "config-vm.md")]
    [InlineData("'process':{'args':['x'],'cwd':'/','oomScoreAdj':1001}", "proc_pid_oom_score_adj(5)")]
    [InlineData("'process':{'args':['x'],'cwd':'/','user':{'uid':4294967295,'gid':0}}", "setresuid(2)")]
    [InlineData("'process':{'args':['x'],'cwd':'/','rlimits':[{'type':'RLIMIT_CPU','soft':2,'hard':1}]}", "getrlimit(2)")]
    [InlineData("'process':{'args':['x'],'cwd':'/','scheduler':{'policy':'SCHED_FIFO'}}", "sched_setattr(2)")]
    [InlineData("'process':{'args':['x'],'cwd':'/','ioPriority':{'class':'IOPRIO_CLASS_RT','priority':8}}", "ioprio_set(2)")]
    [InlineData("'process':{'args':['x'],'cwd':'/','capabilities':{'ambient':['CAP_KILL'],'permitted':['CAP_KILL']}}", "capabilities(7)")]
    [InlineData("'hooks':{'poststop':[{}]}", "config.md, \"POSIX-platform Hooks\"")]
    public void A_finding_names_the_section_or_the_kernels_limit(string members, string reference) =>
        CheckedDocument.Findings(Sample.Object($"{{'ociVersion':'1.3.0','root':{{'path':'rootfs'}},{members}}}".Replace('\'', '"')))
            .Select(finding => finding.Reference!.Text).Distinct().Should().Equal(reference);
}

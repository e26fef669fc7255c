using OciInterceptor.Engines.Inspection;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Inspection;

/// <summary>What the kernel says of a process, by files as it writes them.</summary>
public sealed class LiveColumnTests
{
    private const string Document = """
        {"mounts":[{"destination":"/proc","type":"proc"},{"destination":"/dev/shm","type":"tmpfs","options":["size=1k"]}],"linux":{"maskedPaths":["/proc/kcore","/proc/absent"],"readonlyPaths":["/proc/sys","/proc/bus"]}}
        """;

    private readonly List<InterceptorException> _faults = [];

    private readonly FakeMachine _machine = new FakeMachine()
        .With("/proc/7/status", "Name:\tsh\nUid:\t100007\t0\t0\t0\nGid:\t100008\t0\t0\t0\nCapInh:\t0000000000000000\nCapPrm:\t0000000000000021\nCapEff:\t0000000000000001\nCapBnd:\t8000000000000021\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n")
        .With("/proc/7/uid_map", "         0     100000      65536\n")
        .With("/proc/7/gid_map", "         0          0          1\n         5     100000      65536\n")
        .With("/proc/7/limits", "Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 unlimited            files     \nMax nice priority         0                    7                    \n")
        .With("/proc/7/oom_score_adj", "-5\n")
        .With("/proc/7/environ", "A=1\0B=x=y\0")
        .With("/proc/7/attr/current", "docker-default (enforce)\n")
        .With("/proc/7/mountinfo", "1 0 0:1 / / rw,relatime shared:1 - overlay overlay ro,lowerdir=x\n"
            + "2 1 0:2 / /proc rw,nosuid,noexec - proc proc rw\n3 1 0:2 / /proc ro,nosuid - proc proc rw\n"
            + "4 2 0:2 /sys /proc/sys ro - proc proc rw\n5 2 0:2 /bus /proc/bus rw - proc proc rw\n6 2 0:3 /null /proc/kcore rw - tmpfs tmpfs rw\n"
            + "7 1 0:4 / /dev/shm rw,nodev - tmpfs shm rw,size=64k\n8 1 0:4 / /dev/pts rw - devpts devpts rw\n9 1 0:4 / /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n"
            + "10 1 0:5 / /mnt/a\\040b\\134 rw - ext4 /dev/sda rw\nshort\n")
        .With("/proc/7/cgroup", "4:memory:/docker/abc/init\n3:cpu,cpuacct:/docker/abc\n2:pids:/docker/abc\n1:cpuset:/docker/abc\n0::/\n")
        .With("/proc/self/mountinfo", "1 0 0:1 / /cg/memory rw - cgroup cgroup rw,memory\n2 0 0:1 / /cg/cpu rw - cgroup cgroup rw,cpu,cpuacct\n3 0 0:1 / /cg/pids rw - cgroup cgroup rw,pids\n4 0 0:1 / /cg/cpuset rw - cgroup cgroup rw,cpuset\n")
        .With("/cg/memory/docker/abc/memory.limit_in_bytes", "8192\n").With("/cg/memory/docker/abc/memory.memsw.limit_in_bytes", "9223372036854771712\n")
        .With("/cg/cpu/docker/abc/cpu.cfs_quota_us", "-1\n").With("/cg/cpu/docker/abc/cpu.cfs_period_us", "100000\n").With("/cg/cpu/docker/abc/cpu.shares", "512\n")
        .With("/cg/pids/docker/abc/pids.max", "max\n").With("/cg/cpuset/docker/abc/cpuset.cpus", "0-1\n");

    [Theory]
    [InlineData(Setting.User, "", "7:13")]
    [InlineData(Setting.NoNewPrivileges, "", "yes")]
    [InlineData(Setting.Seccomp, "", "filter")]
    [InlineData(Setting.Capability, "CHOWN", "yes")]
    [InlineData(Setting.Capability, "KILL", "yes")]
    [InlineData(Setting.Capability, "63", "yes")]
    [InlineData(Setting.Capability, "SYS_ADMIN", "no")]
    [InlineData(Setting.CapabilitySet, "effective", "CHOWN")]
    [InlineData(Setting.CapabilitySet, "permitted", "CHOWN KILL")]
    [InlineData(Setting.CapabilitySet, "ambient", "none")]
    [InlineData(Setting.Rlimit, "RLIMIT_NOFILE", "1024:unlimited")]
    [InlineData(Setting.Rlimit, "RLIMIT_NICE", "0:7")]
    [InlineData(Setting.OomScore, "", "-5")]
    [InlineData(Setting.Env, "B", "x=y")]
    [InlineData(Setting.Env, "C", "not set")]
    [InlineData(Setting.Apparmor, "", "docker-default")]
    [InlineData(Setting.SelinuxLabel, "", null)]
    [InlineData(Setting.ReadonlyRoot, "", "yes")]
    [InlineData(Setting.Mount, "/proc", "ro")]
    [InlineData(Setting.MountFlags, "/proc", "nosuid")]
    [InlineData(Setting.MountSize, "/proc", null)]
    [InlineData(Setting.Mount, "/dev/shm", "rw")]
    [InlineData(Setting.MountFlags, "/dev/shm", "nodev")]
    [InlineData(Setting.MountSize, "/dev/shm", "65536")]
    [InlineData(Setting.Mount, "/mnt/a b\\", "rw")]
    [InlineData(Setting.Mount, "/dev/pts", "no")]
    [InlineData(Setting.Mount, "/sys/fs/cgroup/memory", "no")]
    [InlineData(Setting.Mount, "/proc/sys", "no")]
    [InlineData(Setting.Masked, "/proc/kcore", "yes")]
    [InlineData(Setting.Masked, "/proc/absent", null)]
    [InlineData(Setting.ReadonlyPath, "/proc/sys", "yes")]
    [InlineData(Setting.ReadonlyPath, "/proc/bus", "no")]
    [InlineData(Setting.Memory, "", "8192")]
    [InlineData(Setting.Swap, "", "unlimited")]
    [InlineData(Setting.CpuTime, "", "unlimited")]
    [InlineData(Setting.CpuShares, "", "512")]
    [InlineData(Setting.Processes, "", "unlimited")]
    [InlineData(Setting.Cpus, "", "0-1")]
    public void The_kernels_files_are_settings(string family, string item, string? value)
    {
        Read()[new Setting(family, item)].Should().Be(value);
        _faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("8192", "4096", "max", "8192", "12288", "unlimited")]
    [InlineData("max", "0", "5000 10000", "unlimited", "unlimited", "5000 us of 10000 us")]
    [InlineData("8192", "max", "max 100000", "8192", "unlimited", "unlimited")]
    public void Cgroup_version_2_has_other_files(string memory, string swap, string cpu, string memoryLimit, string swapLimit, string cpuLimit)
    {
        _machine.With("/proc/7/cgroup", "0::/system.slice/docker-abc.scope/below\n").With("/proc/self/mountinfo", "1 0 0:1 / /cg rw - cgroup2 cgroup rw\n")
            .With("/cg/system.slice/docker-abc.scope/memory.max", memory).With("/cg/system.slice/docker-abc.scope/memory.swap.max", swap)
            .With("/cg/system.slice/docker-abc.scope/cpu.max", cpu == "max" ? "max 100000" : cpu).With("/cg/system.slice/docker-abc.scope/pids.max", "9").With("/cg/system.slice/docker-abc.scope/cpuset.cpus", "\n");
        var live = Read();

        $"{live[new Setting(Setting.Memory)]}, {live[new Setting(Setting.Swap)]}, {live[new Setting(Setting.CpuTime)]}, {live[new Setting(Setting.Processes)]}, {live[new Setting(Setting.Cpus)] ?? "-"}"
            .Should().Be($"{memoryLimit}, {swapLimit}, {cpuLimit}, 9, -");
    }

    /// <summary>The tmpfs below them stays writable.</summary>
    [Theory]
    [InlineData("ro", "ro", "tmpfs", "ro")]
    [InlineData("ro", "rw", "tmpfs", "rw")]
    [InlineData("ro", "ro", "cgroup2", "rw")]
    public void The_hierarchies_of_cgroup_version_1_are_what_config_json_mounts(string one, string other, string type, string value)
    {
        _machine.With("/proc/7/mountinfo", $"1 0 0:1 / /sys/fs/cgroup rw - {type} t rw\n2 1 0:2 / /sys/fs/cgroup/cpu {one} - cgroup c rw\n3 1 0:2 / /sys/fs/cgroup/pids {other} - cgroup c rw\n4 1 0:2 / /sys/fs/cgroupx rw - tmpfs c rw\n");
        Read()[new Setting(Setting.Mount, "/sys/fs/cgroup")].Should().Be(value);
    }

    [Fact]
    public void A_writable_directory_without_hierarchies_is_writable()
    {
        _machine.With("/proc/7/mountinfo", "1 0 0:1 / /sys/fs/cgroup rw - tmpfs t rw\n");
        Read()[new Setting(Setting.Mount, "/sys/fs/cgroup")].Should().Be("rw");
    }

    [Fact]
    public void An_SELinux_context_is_not_an_AppArmor_profile()
    {
        _machine.With("/proc/7/attr/current", "system_u:system_r:container_t:s0:c1,c2\0");
        var live = Read();
        live[new Setting(Setting.SelinuxLabel)].Should().Be("system_u:system_r:container_t:s0:c1,c2");
        live[new Setting(Setting.Apparmor)].Should().BeNull();
    }

    [Fact]
    public void With_both_modules_AppArmor_has_a_file_of_its_own()
    {
        _machine.With("/proc/7/attr/apparmor/current", "unconfined\n").With("/proc/7/attr/current", "a:b:c");
        Read()[new Setting(Setting.Apparmor)].Should().Be("unconfined");
    }

    [Fact]
    public void A_namespace_is_the_hosts_if_the_link_is_ours()
    {
        foreach (var (_, file) in NamespaceWords.All)
        {
            _machine.Links[$"/proc/self/ns/{file}"] = $"{file}:[1]";
            _machine.Links[$"/proc/7/ns/{file}"] = file == "net" ? "net:[1]" : $"{file}:[2]";
        }
        var live = Read();
        live[new Setting(Setting.Namespace, "network")].Should().Be("host");
        live[new Setting(Setting.Namespace, "mount")].Should().Be("private");
    }

    [Fact]
    public void What_may_not_be_read_is_said_once()
    {
        _machine.Links["/proc/self/ns/pid"] = "pid:[1]";
        _machine.Links["/proc/self/ns/net"] = "net:[1]";
        _machine.Unreadable.Add("/proc/7/environ");
        var live = Read();

        live[new Setting(Setting.Env, "A")].Should().BeNull();
        _faults.Select(fault => fault.Message).Should().Equal("cannot read the links in /proc/7/ns, so its namespaces are not known", "cannot read /proc/7/environ: Permission denied");
    }

    [Fact]
    public void A_kernel_without_a_security_module_is_not_a_fault()
    {
        _machine.Unreadable.Add("/proc/7/attr/current");
        Read()[new Setting(Setting.Apparmor)].Should().BeNull();
        _faults.Should().BeEmpty();
    }

    [Fact]
    public void A_process_that_is_gone_has_no_settings() => new LiveColumn(new FakeMachine(), new ContainerProcess(7, 1), _faults).Read("abc", null).Settings.Should().BeEmpty();

    private SettingColumn Read() => new LiveColumn(_machine, new ContainerProcess(7, 1), _faults).Read("abc", DocumentColumn.Of(new RuntimeSpec((JsonObject)JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(Document), "test"))));
}

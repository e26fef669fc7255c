using OciInterceptor.Engines.Inspection;
using OciInterceptor.Json;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Engines.Inspection;

/// <summary>The settings in a config.json.</summary>
public sealed class DocumentColumnTests
{
    private const string Document = """
        {'process':{'user':{'uid':7,'gid':8},'noNewPrivileges':true,'apparmorProfile':'p','selinuxLabel':'a:b:c','oomScoreAdj':-5,
          'rlimits':[{'type':'RLIMIT_NOFILE','soft':10,'hard':18446744073709551615}],'env':['A=1','B','A=2'],
          'capabilities':{'bounding':['CAP_KILL','cap_chown'],'effective':['CAP_KILL','CAP_CHOWN'],'ambient':[]}},
         'root':{'readonly':true},
         'mounts':[{'destination':'/data/','type':'bind','options':['rbind','ro','nosuid']},{'destination':'tmp','type':'tmpfs','options':['noexec','nodev','size=65537']},{'destination':'/rw','type':'tmpfs','options':['ro','rw','size=50%']}],
         'linux':{'seccomp':{},'maskedPaths':['/proc/kcore'],'readonlyPaths':['/proc/sys/'],'sysctl':{'a.b':'1'},'devices':[{'path':'/dev/kvm'}],
          'namespaces':[{'type':'pid'},{'type':'network','path':'/proc/1/ns/net'},{'type':'ipc','path':'/run/ns/x'}],
          'resources':{'memory':{'limit':8193,'swap':-1},'pids':{'limit':0},'cpu':{'quota':5000,'period':10000,'shares':2,'cpus':'0-1'}}}}
        """;

    [Theory]
    [InlineData(Setting.User, "", "7:8")]
    [InlineData(Setting.NoNewPrivileges, "", "yes")]
    [InlineData(Setting.Apparmor, "", "p")]
    [InlineData(Setting.SelinuxLabel, "", "a:b:c")]
    [InlineData(Setting.OomScore, "", "-5")]
    [InlineData(Setting.Rlimit, "RLIMIT_NOFILE", "10:unlimited")]
    [InlineData(Setting.Rlimit, "RLIMIT_CORE", null)]
    [InlineData(Setting.Env, "A", "2")]
    [InlineData(Setting.Env, "B", "not set")]
    [InlineData(Setting.Env, "", "B")]
    [InlineData(Setting.Env, "C", "not set")]
    [InlineData(Setting.Env, "HOME", null)]
    [InlineData(Setting.Capability, "KILL", "yes")]
    [InlineData(Setting.Capability, "CHOWN", "yes")]
    [InlineData(Setting.Capability, "SYS_ADMIN", "no")]
    [InlineData(Setting.CapabilitySet, "effective", "CHOWN KILL")]
    [InlineData(Setting.CapabilitySet, "ambient", "none")]
    [InlineData(Setting.CapabilitySet, "permitted", "none")]
    [InlineData(Setting.ReadonlyRoot, "", "yes")]
    [InlineData(Setting.Mount, "/data", "ro")]
    [InlineData(Setting.Mount, "/rw", "rw")]
    [InlineData(Setting.Mount, "/other", "no")]
    [InlineData(Setting.MountFlags, "/data", null)]
    [InlineData(Setting.MountFlags, "/tmp", "nodev noexec")]
    [InlineData(Setting.MountFlags, "/rw", "none")]
    [InlineData(Setting.MountSize, "/tmp", "69632")]
    [InlineData(Setting.MountSize, "/rw", null)]
    [InlineData(Setting.Seccomp, "", "filter")]
    [InlineData(Setting.Masked, "/proc/kcore", "yes")]
    [InlineData(Setting.Masked, "/x", "no")]
    [InlineData(Setting.ReadonlyPath, "/proc/sys", "yes")]
    [InlineData(Setting.Sysctl, "a.b", "1")]
    [InlineData(Setting.Sysctl, "a.c", "not set")]
    [InlineData(Setting.Device, "/dev/kvm", "yes")]
    [InlineData(Setting.Device, "/dev/x", "no")]
    [InlineData(Setting.Namespace, "pid", "private")]
    [InlineData(Setting.Namespace, "network", "host")]
    [InlineData(Setting.Namespace, "ipc", "private")]
    [InlineData(Setting.Namespace, "uts", "host")]
    [InlineData(Setting.Memory, "", "8192")]
    [InlineData(Setting.Swap, "", "unlimited")]
    [InlineData(Setting.Processes, "", "unlimited")]
    [InlineData(Setting.CpuTime, "", "5000 us of 10000 us")]
    [InlineData(Setting.CpuShares, "", "2")]
    [InlineData(Setting.Cpus, "", "0-1")]
    public void A_member_is_a_setting(string family, string item, string? value) => Of(Document)[new Setting(family, item)].Should().Be(value);

    [Theory]
    [InlineData(Setting.User, "0:0")]
    [InlineData(Setting.NoNewPrivileges, "no")]
    [InlineData(Setting.Apparmor, "unconfined")]
    [InlineData(Setting.SelinuxLabel, null)]
    [InlineData(Setting.OomScore, null)]
    [InlineData(Setting.ReadonlyRoot, "no")]
    [InlineData(Setting.Seccomp, "none")]
    [InlineData(Setting.Memory, "unlimited")]
    [InlineData(Setting.CpuTime, "unlimited")]
    [InlineData(Setting.CpuShares, "1024")]
    [InlineData(Setting.Cpus, null)]
    public void A_member_that_is_absent_has_the_meaning_that_runtimes_give_it(string family, string? value) => Of("{}")[new Setting(family)].Should().Be(value);

    [Theory]
    [InlineData("64k", "65536")]
    [InlineData("1M", "1048576")]
    [InlineData("2g", "2147483648")]
    [InlineData("1", "4096")]
    [InlineData("4096", "4096")]
    [InlineData("", null)]
    [InlineData("k", null)]
    [InlineData("10%", null)]
    [InlineData("9223372036854775807g", null)]
    public void A_size_is_whole_pages(string text, string? bytes) => DocumentMounts.Size(text).Should().Be(bytes);

    private static SettingColumn Of(string text) => DocumentColumn.Of(new RuntimeSpec((JsonObject)JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "test")));
}

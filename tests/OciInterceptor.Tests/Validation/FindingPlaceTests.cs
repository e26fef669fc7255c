using OciInterceptor.Tests.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Validation;

/// <summary>A finding about a member's value has the place of that value, which an editor jumps to.</summary>
public sealed class FindingPlaceTests
{
    private const char Place = '▸';

    [Theory]
    [InlineData("'linux':{'netDevices':▸{'eth0':{}}}")]
    [InlineData("'linux':{'namespaces':[{'type':'network'}],'netDevices':{'eth0':{'name':▸'a/b'}}}")]
    [InlineData("'linux':{'namespaces':[{'type':'network'}],'netDevices':{'eth0':{'name':'same'},'eth1':{'name':▸'same'}}}")]
    [InlineData("'linux':{'namespaces':[{'type':'network'}],'netDevices':{'a b':▸{}}}")]
    [InlineData("'linux':{'namespaces':[{'type':'time','path':'/proc/1/ns/time'}],'timeOffsets':▸{'monotonic':{'secs':1}}}")]
    [InlineData("'linux':{'timeOffsets':▸{'monotonic':{'secs':1}}}")]
    [InlineData("'linux':{'namespaces':▸[{'type':'user'}]}")]
    [InlineData("'linux':{'namespaces':[{'type':'pid'},{'type':▸'pid'}]}")]
    [InlineData("'linux':{'rootfsPropagation':▸''}")]
    [InlineData("'linux':{'personality':{'domain':'LINUX','flags':▸['NOPE']}}")]
    [InlineData("'linux':{'personality':{'domain':▸'LINUX64'}}")]
    [InlineData("'linux':{'intelRdt':{'closID':▸''}}")]
    [InlineData("'linux':{'intelRdt':{'closID':▸'../x'}}")]
    [InlineData("'linux':{'intelRdt':{'schemata':['L3:0=f',▸'L3:0=f\\n']}}")]
    [InlineData("'linux':{'intelRdt':{'l3CacheSchema':▸'MB:0=70'}}")]
    [InlineData("'linux':{'intelRdt':{'memBwSchema':▸'L3:0=f'}}")]
    [InlineData("'linux':{'memoryPolicy':{'mode':'MPOL_BIND','nodes':'0','flags':['MPOL_F_STATIC_NODES',▸'MPOL_F_NOPE']}}")]
    [InlineData("'linux':{'memoryPolicy':{'mode':'MPOL_LOCAL','nodes':▸'0'}}")]
    [InlineData("'linux':{'resources':{'pids':{'limit':▸0}}}")]
    [InlineData("'linux':{'resources':{'memory':{'limit':2097152,'swap':▸1048576}}}")]
    [InlineData("'linux':{'resources':{'memory':{'swappiness':▸101}}}")]
    [InlineData("'linux':{'resources':{'cpu':{'realtimeRuntime':▸20000,'realtimePeriod':10000}}}")]
    [InlineData("'linux':{'resources':{'cpu':{'cpus':▸'0-'}}}")]
    [InlineData("'linux':{'resources':{'devices':[{'allow':false,'access':▸'rwx'}]}}")]
    [InlineData("'linux':{'resources':{'hugepageLimits':[{'pageSize':'2MB','limit':1},{'pageSize':▸'2MB','limit':1}]}}")]
    [InlineData("'linux':{'seccomp':{'defaultAction':▸'SCMP_ACT_NOTIFY','listenerPath':'/s'}}")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_X86_64',▸'SCMP_ARCH_FOO']}}")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','flags':['SECCOMP_FILTER_FLAG_LOG',▸'SECCOMP_FILTER_FLAG_FOO']}}")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','listenerMetadata':▸'x'}}")]
    [InlineData("'hostname':▸'h'")]
    [InlineData("'mounts':[{'destination':▸'m','type':'tmpfs','source':'tmpfs'}]")]
    [InlineData("'mounts':[{'destination':'/m','type':'tmpfs','source':'tmpfs'},{'destination':▸'/m','type':'tmpfs','source':'tmpfs'}]")]
    [InlineData("'mounts':[{'destination':'/m','type':'bind','source':'/tmp','options':['bind',▸'idmap']}]")]
    public void Its_place_is_that_of_the_value(string members)
    {
        var document = $"{{\"ociVersion\":\"1.3.0\",\"root\":{{\"path\":\"rootfs\"}},{members.Replace('\'', '"')}}}";
        var findings = CheckedDocument.Findings(Sample.Object(document.Replace(Place.ToString(), "", StringComparison.Ordinal)));

        findings.Select(static finding => $"{finding.Column} {finding.Message}").Should().ContainSingle().Which.Should().StartWith($"{document.IndexOf(Place) + 1} ");
    }
}

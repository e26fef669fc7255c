using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Policy;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Policy;

/// <summary>
/// Values that a patch writes are judged as those of a document, as warnings: a patch may write what a newer specification has. Double
/// quotes are written as single ones, and the place is marked.
/// </summary>
public sealed class PatchCheckTests
{
    private const char Place = '▸';

    [Theory]
    [InlineData("{'linux':{'memoryPolicy':{'mode':▸'MPOL_BOGUS'}}}", "\"mode\" must be one of MPOL_DEFAULT, *")]
    [InlineData("{'linux':{'memoryPolicy':{'flags':[▸'NOPE']}}}", "unknown flag \"NOPE\"")]
    [InlineData("{'linux':{'personality':{'domain':'LINUX','flags':▸['NOPE']}}}", "the specification defines no flags for \"personality\" yet: runtimes refuse any")]
    [InlineData("{'linux':{'rootfsPropagation':▸''}}", "an empty \"rootfsPropagation\" has no effect: leave it out")]
    [InlineData("{'linux':{'timeOffsets':{'monotonic':{'secs':▸9223372036854775807}}}}", "\"secs\" must be between *")]
    [InlineData("{'process':{'scheduler':{'policy':'SCHED_OTHER','priority':▸5}}}", "priority is only valid with SCHED_FIFO and SCHED_RR")]
    [InlineData("{'linux':{'seccomp':{'syscalls':[▸{'names':['bpf']}]}}}", "missing member \"action\"")]
    [InlineData("{'mounts':[▸{'type':'tmpfs'}]}", "missing member \"destination\"")]
    [InlineData("{'linux':{'memoryPolicy':▸1}}", "\"memoryPolicy\" must be an object*")]
    [InlineData("{'hostname':▸'h','linux':{'namespaces':[{'type':'pid'}]}}", "\"hostname\" needs a uts namespace")]
    public void A_merge_patch_with_a_wrong_value_is_warned_of(string document, string warning) =>
        Warns($"'type':'merge-patch','document':{document}", warning);

    /// <summary>What a value needs may be in the container.</summary>
    [Theory]
    [InlineData("{'linux':{'memoryPolicy':{'mode':'MPOL_BIND'}}}")]
    [InlineData("{'linux':{'memoryPolicy':{'flags':['MPOL_F_STATIC_NODES']}}}")]
    [InlineData("{'linux':{'memoryPolicy':{'mode':'MPOL_LOCAL','nodes':null}}}")]
    [InlineData("{'linux':{'memoryPolicy':{'nodes':'0-3'}}}")]
    [InlineData("{'linux':{'timeOffsets':{'monotonic':{'secs':1}}}}")]
    [InlineData("{'linux':{'netDevices':{'eth0':{}},'sysctl':{'net.core.somaxconn':'1'}}}")]
    [InlineData("{'linux':{'seccomp':{'listenerMetadata':'x'}}}")]
    [InlineData("{'process':{'scheduler':{'policy':'SCHED_FIFO'}}}")]
    [InlineData("{'process':{'scheduler':{'policy':'SCHED_DEADLINE'}}}")]
    [InlineData("{'linux':{'namespaces':[{'type':'user'},{'type':'time'}]}}")]
    [InlineData("{'hostname':'h','domainname':'d','annotations':{'a':'b'},'mounts':null,'root':{'readonly':true}}")]
    [InlineData("{}")]
    public void What_may_be_right_is_not_warned_of(string document) => Warns($"'type':'merge-patch','document':{document}", null);

    [Theory]
    [InlineData("{'op':'add','path':'/linux/personality','value':{'domain':▸'BSD'}}", "\"domain\" must be one of LINUX, LINUX32, *")]
    [InlineData("{'op':'add','path':'/linux/personality','value':▸{}}", "missing member \"domain\"")]
    [InlineData("{'op':'replace','path':'/linux/rootfsPropagation','value':▸''}", "an empty \"rootfsPropagation\" has no effect: *")]
    [InlineData("{'op':'add','path':'/linux/seccomp/syscalls/-','value':{'names':['bpf'],'action':▸'SCMP_ACT_NO'}}", "\"action\" must be one of *")]
    [InlineData("{'op':'add','path':'/linux/seccomp/syscalls/0/args/-','value':{'index':▸9,'value':1,'op':'SCMP_CMP_EQ'}}", "\"index\" must be between 0 and 5")]
    [InlineData("{'op':'add','path':'/linux/namespaces/-','value':{'type':▸'net'}}", "\"type\" must be one of *")]
    [InlineData("{'op':'add','path':'/process/env/-','value':▸'A'}", "invalid variable: want NAME=value")]
    [InlineData("{'op':'replace','path':'/process/cwd','value':▸'x'}", "\"cwd\" must be an absolute path")]
    [InlineData("{'op':'add','path':'/linux/memoryPolicy','value':{'mode':▸'MPOL_BIND'}}", "MPOL_BIND needs nodes")]
    [InlineData("{'op':'add','path':'/linux/sysctl/a~1b','value':▸1}", "\"a/b\" must be a string*")]
    [InlineData("{'op':'add','path':'','value':{'ociVersion':'1.3.0','root':{'path':▸''}}}", "\"path\" must not be empty")]
    public void A_patch_with_a_wrong_value_is_warned_of(string operation, string warning) => Warns($"'type':'patch','operations':[{operation}]", warning);

    [Theory]
    [InlineData("{'op':'add','path':'/linux/memoryPolicy','value':{'mode':'MPOL_BIND'}},{'op':'add','path':'/linux/memoryPolicy/nodes','value':'0'}")]
    [InlineData("{'op':'test','path':'/linux/personality','value':{'domain':'BSD'}},{'op':'remove','path':'/linux/personality'}")]
    [InlineData("{'op':'replace','path':'/linux/namespaces/0/type','value':'pid'},{'op':'add','path':'/linux/namespaces/-','value':{'type':'uts'}}")]
    [InlineData("{'op':'add','path':'/process/capabilities/effective/-','value':'CAP_KILL'}")]
    [InlineData("{'op':'add','path':'/linux/seccomp/syscalls/-','value':{'names':['bpf'],'action':'SCMP_ACT_NOTIFY'}}")]
    [InlineData("{'op':'add','path':'/annotations/0','value':'x'}")]
    [InlineData("{'op':'move','from':'/process/cwd','path':'/linux/memoryPolicy'}")]
    public void A_patch_that_may_be_right_is_not_warned_of(string operations) => Warns($"'type':'patch','operations':[{operations}]", null);

    [Fact]
    public void The_warning_has_the_reference_of_the_value() =>
        Check("{\"rules\":[{\"type\":\"merge-patch\",\"document\":{\"linux\":{\"rootfsPropagation\":\"no\"}}}]}").Should().ContainSingle()
            .Which.Reference!.Text.Should().Be("config-linux.md, \"Rootfs Mount Propagation\"");

    private static void Warns(string rule, string? warning)
    {
        var policy = $"{{'rules':[{{{rule}}}]}}".Replace('\'', '"');
        var column = policy.IndexOf(Place) + 1;

        var found = Check(policy.Replace(Place.ToString(), "", StringComparison.Ordinal)).Select(finding => $"{finding.Severity} {finding.Line}:{finding.Column} {finding.Message}");

        if (warning is null)
        {
            found.Should().BeEmpty();
        }
        else
        {
            found.Should().ContainSingle().Which.Should().Match($"Warning 1:{column} {warning}");
        }
    }

    private static ImmutableArray<Finding> Check(string policy)
    {
        var findings = new Findings();
        new PolicyCheck("p.json", new FakeHost(), findings).Check(Encoding.UTF8.GetBytes(policy));
        return findings.All;
    }
}

using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Validation;

/// <summary>The words that the specification has; what else it demands, <see cref="DocumentCheckTests"/> show.</summary>
public sealed class LinuxCheckTests
{
    [Theory]
    [InlineData("shared")]
    [InlineData("slave")]
    [InlineData("private")]
    [InlineData("unbindable")]
    [InlineData("rshared")]
    [InlineData("rslave")]
    [InlineData("rprivate")]
    [InlineData("runbindable")]
    public void A_propagation_is_one_of_the_kernels(string word)
    {
        Check($$"""{"rootfsPropagation":"{{word}}"}""").Should().BeEmpty();
        Check($$"""{"rootfsPropagation":"{{word}}x"}""").Should().ContainSingle().Which.Should().StartWith("\"rootfsPropagation\" must be one of shared, ");
    }

    [Theory]
    [InlineData("pid")]
    [InlineData("network")]
    [InlineData("mount")]
    [InlineData("ipc")]
    [InlineData("uts")]
    [InlineData("user")]
    [InlineData("cgroup")]
    [InlineData("time")]
    public void A_namespace_has_one_of_eight_types(string type)
    {
        Check($$"""{"namespaces":[{"type":"{{type}}","path":"/x"}]}""").Should().BeEmpty();
        Check($$"""{"namespaces":[{"type":"{{type}}"},{"type":"{{type}}","path":"/x"}]}""").Should().Equal($"duplicate namespace of type {type}");
        LinuxCheck.HasNamespace(Linux($$"""{"namespaces":[{"type":1},{"type":"{{type}}"}]}"""), type).Should().BeTrue();
        LinuxCheck.HasNamespace(Linux("""{"namespaces":[{"type":"other"}]}"""), type).Should().BeFalse();
        LinuxCheck.HasNamespace(null, type).Should().BeFalse();
    }

    [Theory]
    [InlineData("LINUX", true)]
    [InlineData("LINUX32", true)]
    [InlineData("LINUX64", false)]
    public void A_personality_is_one_of_two(string domain, bool isKnown) => Check($$$"""{"personality":{"domain":"{{{domain}}}"}}""").Any().Should().Be(!isKnown);

    [Theory]
    [InlineData("c", true)]
    [InlineData("b", true)]
    [InlineData("u", true)]
    [InlineData("p", false)]
    public void A_device_but_a_pipe_has_numbers(string type, bool hasNumbers)
    {
        Check($$"""{"devices":[{"path":"/d","type":"{{type}}","major":1,"minor":2}]}""").Should().BeEmpty();

        string[] missing = hasNumbers ? ["missing member \"major\"", "missing member \"minor\""] : [];
        Check($$"""{"devices":[{"path":"/d","type":"{{type}}"}]}""").Should().Equal(missing);
    }

    [Theory]
    [InlineData("""{"namespaces":[{"type":"network"}],"netDevices":{"a":{"name":1}}}""")]
    [InlineData("""{"cgroupsPath":1}""")]
    [InlineData("""{"mountLabel":1}""")]
    [InlineData("""{"sysctl":{"a":1}}""")]
    [InlineData("""{"resources":{"pids":{"limit":-2}}}""")]
    [InlineData("""{"seccomp":{"defaultAction":"x"}}""")]
    [InlineData("""{"intelRdt":{"closID":1}}""")]
    [InlineData("""{"intelRdt":{"schemata":1}}""")]
    [InlineData("""{"intelRdt":{"l3CacheSchema":1}}""")]
    [InlineData("""{"intelRdt":{"memBwSchema":1}}""")]
    [InlineData("""{"intelRdt":{"enableMonitoring":1}}""")]
    [InlineData("""{"memoryPolicy":{"mode":1}}""")]
    [InlineData("""{"memoryPolicy":{"mode":"MPOL_LOCAL","nodes":1}}""")]
    [InlineData("""{"memoryPolicy":{"mode":"MPOL_LOCAL","flags":1}}""")]
    [InlineData("""{"personality":{"domain":"LINUX","flags":1}}""")]
    [InlineData("""{"devices":[{"path":"/d","type":"p","major":"1"}]}""")]
    [InlineData("""{"devices":[{"path":"/d","type":"p","minor":"1"}]}""")]
    [InlineData("""{"devices":[{"path":"/d","type":"p","fileMode":"1"}]}""")]
    [InlineData("""{"devices":[{"path":"/d","type":"p","uid":"1"}]}""")]
    [InlineData("""{"devices":[{"path":"/d","type":"p","gid":"1"}]}""")]
    public void A_value_of_the_wrong_kind_is_one_finding(string linux) => Check(linux).Should().ContainSingle();

    private static IEnumerable<string> Check(string linux)
    {
        var findings = new Findings();
        new LinuxCheck(findings.In(Reference.Linux("Namespaces"))).Check(Linux(linux));
        return findings.All.Select(finding => finding.Message);
    }

    private static LinuxSection Linux(string linux) => new RuntimeSpec(Sample.Object($$"""{"linux":{{linux}}}""")).Linux!;
}

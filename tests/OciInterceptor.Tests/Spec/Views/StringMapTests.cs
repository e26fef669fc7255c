using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Rules;

namespace OciInterceptor.Tests.Spec.Views;

/// <summary>A container's author may give thousands of names: each one that goes must not cost a copy of all the others.</summary>
public sealed class StringMapTests
{
    private const int Count = 10_000;

    [Theory]
    [InlineData("""{"annotations":{MANY,"stays":"1"}}""", """{"type":"annotations","remove":["k?*0*","k*"],"allow":["*"]}""", """{"annotations":{"stays":"1"}}""")]
    [InlineData("""{"annotations":{MANY,"stays":"1"}}""", """{"type":"annotations","allow":["stays"]}""", """{"annotations":{"stays":"1"}}""")]
    [InlineData("""{"linux":{"sysctl":{MANY,"stays":"1"}}}""", """{"type":"sysctls","allow":["stays"]}""", """{"linux":{"sysctl":{"stays":"1"}}}""")]
    [InlineData("""{"linux":{"namespaces":[{"type":"network"}],"sysctl":{MANY,"stays":"1"}}}""", """{"type":"namespaces","remove":["network"]}""", """{"linux":{"namespaces":[],"sysctl":{"stays":"1"}}}""")]
    public void Takes_memory_in_proportion_to_the_names(string document, string rule, string expected)
    {
        var many = string.Join(',', Enumerable.Range(0, Count).Select(i => $"\"{(rule.Contains("namespaces") ? "net." : "k")}{i}\":\"v\""));
        var spec = new RuntimeSpec(Sample.Object(document.Replace("MANY", many)));
        var read = RuleRun.Read(rule);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var after = read.Apply(spec);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(32 << 20);
        Sample.Text(after.Json).Should().Be(expected);
    }
}

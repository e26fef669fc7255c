using System.Globalization;
using System.Text;
using OciInterceptor.Host;
using OciInterceptor.Json.Patching;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

/// <summary>A container's author may give tens of thousands of anything: what a rule costs grows with their number, not with its square.</summary>
public sealed class GrowthTests
{
    private const int Few = 1_000;

    private static readonly FakeHost _host = new()
    {
        Devices = new() { ["/dev/fuse"] = new HostDevice("c", 10, 229, 0x1B6, 0, 0) },
        Files = new()
        {
            ["/d/x.json"] = Encoding.UTF8.GetBytes("""{"version":"1.0.0","hook":{"path":"/h","env":[]},"when":{"annotations":{".*":"^yes$"}},"stages":["prestart"]}"""),
            ["/cdi/x.json"] = Encoding.UTF8.GetBytes("""{"cdiVersion":"0.6.0","kind":"v.com/c","devices":[{"name":"d","containerEdits":{"mounts":[{"hostPath":"/s","containerPath":"/t"}]}}]}"""),
        },
    };

    public static TheoryData<string, string, string> Cases => new()
    {
        { """{"type":"devices","remove":["/dev/x*"]}""", """{"linux":{"devices":[MANY],"resources":{"devices":[{"allow":true,"access":"rwm"}]}}}""", """{"path":"/dev/xN","type":"c","major":200,"minor":N}""" },
        { """{"type":"devices","remove":["/dev/x*"]}""", """{"linux":{"devices":[{"path":"/dev/y","type":"c","major":9,"minor":9}],"resources":{"devices":[MANY]}}}""", """{"allow":true,"type":"c","major":N,"access":"rwm"}""" },
        { """{"type":"devices","remove":["/dev/fuse"]}""", """{"linux":{"devices":[MANY],"resources":{"devices":[{"allow":true,"type":"c","access":"rwm"}]}}}""", """{"path":"/dev/xN","type":"c","major":200,"minor":N}""" },
        { """{"type":"hooks-dir","directories":["/d"]}""", """{"annotations":{MANY,"last":"yes"}}""", "\"aN\":\"b\"" },
        { """{"type":"cdi","directories":["/cdi"],"fromAnnotations":true}""", """{"annotations":{MANY}}""", "\"cdi.k8s.io/N\":\"v.com/c=d\"" },
        { """{"type":"cdi","directories":["/cdi"],"devices":["v.com/c=d"]}""", """{"mounts":[MANY]}""", """{"destination":"/mN/a/b","source":"tmpfs"}""" },
        { """{"type":"cdi","directories":["/cdi"],"devices":["v.com/c=d"]}""", """{"mounts":[{"destination":"/MANY"},{"destination":"/b"}]}""", "N/" },
        { """{"type":"resources","force":{"hugepageLimits":[{"pageSize":"2MB","limit":1}]}}""", """{"linux":{"resources":{"hugepageLimits":[MANY]}}}""", """{"pageSize":"2MB","limit":N}""" },
        { """{"type":"mounts","remove":["/m*"]}""", """{"mounts":[MANY,{"destination":"/x"}]}""", """{"destination":"/mN"}""" },
        { """{"type":"mount-options","destinations":["/**"],"add":["ro"]}""", """{"mounts":[MANY]}""", """{"destination":"/mN","options":["rw"]}""" },
        { """{"type":"env","remove":["A*"],"force":{"B":"1"}}""", """{"process":{"env":[MANY]}}""", "\"AN=1\"" },
        { """{"type":"rlimits","ceiling":{"RLIMIT_CORE":0}}""", """{"process":{"rlimits":[MANY]}}""", """{"type":"RLIMIT_CORE","hard":N,"soft":N}""" },
        { """{"type":"sysctls","remove":["a.*"]}""", """{"linux":{"sysctl":{MANY,"b":"1"}}}""", "\"a.N\":\"1\"" },
        { """{"type":"capabilities","drop":["ALL"]}""", """{"process":{"capabilities":{"bounding":[MANY]}}}""", "\"CAP_KILL\"" },
        { """{"type":"masked-paths","add":["/a"],"remove":["/m*"]}""", """{"linux":{"namespaces":[{"type":"mount"}],"maskedPaths":[MANY]}}""", "\"/mN\"" },
        { """{"type":"hooks","remove":["/m*"]}""", """{"hooks":{"prestart":[MANY,{"path":"/x"}]}}""", """{"path":"/mN"}""" },
        { """{"type":"seccomp","deny":[{"names":["socket"],"errno":"EPERM"}]}""", """{"linux":{"seccomp":{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[MANY]}}}""", """{"names":["socket","xN"],"action":"SCMP_ACT_ALLOW"}""" },
    };

    [Attack("Work that grows with the square")]
    [Theory]
    [MemberData(nameof(Cases))]
    public void Eight_times_as_many_take_no_more_than_ten_times_the_memory(string rule, string document, string item)
    {
        // What is used for the first time is made now.
        _ = Allocated(rule, document, item, Few);

        var few = Allocated(rule, document, item, Few);
        var many = Allocated(rule, document, item, 8 * Few);

        many.Should().BeLessThan((10 * few) + (1 << 20));
    }

    private static long Allocated(string rule, string document, string item, int count)
    {
        var many = string.Join(item == "N/" ? "" : ",", Enumerable.Range(0, count).Select(i => item.Replace("N", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        var spec = new RuntimeSpec(Sample.Object(document.Replace("MANY", many, StringComparison.Ordinal)));
        var read = RuleRun.Read(rule, _host);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var after = read.Apply(spec);
        _ = DocumentPatch.Between(spec.Json, after.Json);

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // A search for each of them would take minutes.
    [Attack("Work that grows with the square")]
    [Theory]
    [InlineData("""{"type":"hooks-dir","directories":["/d"]}""", "a", "b")]
    [InlineData("""{"type":"cdi","directories":["/cdi"],"fromAnnotations":true}""", "cdi.k8s.io/", "v.com/c=d")]
    public void Two_hundred_thousand_annotations_are_judged(string rule, string name, string value)
    {
        var many = string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"{name}{i}\":\"{value}\""));
        var spec = new RuntimeSpec(Sample.Object($"{{\"annotations\":{{{many},\"last\":\"yes\"}}}}"));

        var after = RuleRun.Read(rule, _host).Apply(spec);

        after.Should().NotBeSameAs(spec);
    }
}

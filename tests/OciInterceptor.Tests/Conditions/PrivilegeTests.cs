using OciInterceptor.Collections;
using OciInterceptor.Conditions;
using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

public sealed class PrivilegeTests
{
    private static readonly string _every = Names(41);

    [Theory]
    [InlineData("docker-20.10-privileged", true)]
    [InlineData("docker-20.10-run", false)]
    [InlineData("podman-4.3-run", false)]
    [InlineData("full-runtime-spec-1.3", false)]
    public void Knows_the_documents_of_engines(string document, bool isPrivileged)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", document + ".json"));
        var spec = new RuntimeSpec((JsonObject)JsonText.Parse(bytes, document));

        Privilege.IsPrivileged(new Subject("create", "c1", spec, spec.Process, new FakeHost())).Should().Be(isPrivileged);
    }

    [Theory]
    [InlineData("""{"allow":true}""", true)]
    [InlineData("""{"allow":true,"type":"a","major":-1,"minor":-1,"access":"rwm"}""", true)]
    [InlineData("""{"allow":false,"access":"rwm"},{"allow":true,"type":"a","major":1,"minor":1,"access":"r"}""", true)]
    [InlineData("""{"allow":false,"access":"rwm"},{"allow":true,"type":"c","major":-1,"minor":-1,"access":"rwm"},{"allow":true,"type":"b","access":"rwm"}""", true)]
    [InlineData("""{"allow":true,"type":"b","access":"r"}""", true)]
    [InlineData("""{"allow":true,"type":"c","access":"wm"}""", true)]
    [InlineData("""{"allow":true,"type":"a x","access":"rwm"}""", true)]
    [InlineData("""{"allow":true},{"allow":false,"type":"c","major":10,"minor":229,"access":"rwm"}""", true)]
    [InlineData("""{"allow":true},{"allow":false,"access":"m"}""", true)]
    [InlineData("""{"allow":true},{"allow":false,"type":"c","access":"rwm"}""", true)]
    [InlineData("""{"allow":true,"type":"c","major":10,"minor":229,"access":"rwm"},{"allow":true}""", true)]
    [InlineData("""{"allow":true},{"allow":false,"access":"rwm"}""", false)]
    [InlineData("""{"allow":false}""", false)]
    [InlineData("{}", false)]
    [InlineData("""{"allow":false,"access":"rwm"},{"allow":true,"type":"c","access":"m"},{"allow":true,"type":"b","access":"m"}""", false)]
    [InlineData("""{"allow":true,"type":"c","major":10,"access":"rwm"}""", false)]
    [InlineData("""{"allow":true,"type":"c","minor":10,"access":"rwm"}""", false)]
    public void Takes_the_use_of_every_device_for_privilege(string rules, bool isPrivileged) =>
        IsPrivileged(Document(_every, rules)).Should().Be(isPrivileged);

    [Theory]
    [InlineData("bounding", "CAP_MKNOD", true)]
    [InlineData("permitted", "cap_sys_admin", true)]
    [InlineData("ambient", "CAP_SYS_RAWIO", true)]
    [InlineData("bounding", "CAP_SYS_MODULE", true)]
    [InlineData("effective", "CAP_MKNOD", false)]
    [InlineData("bounding", "CAP_NET_ADMIN", false)]
    public void Every_device_is_no_privilege_without_a_capability_to_reach_them(string set, string name, bool isPrivileged) =>
        IsPrivileged($$$$"""{"process":{"capabilities":{"{{{{set}}}}":["{{{{name}}}}"]}},"linux":{"resources":{"devices":[{"allow":true,"access":"rwm"}]}}}""").Should().Be(isPrivileged);

    [Fact]
    public void Every_capability_without_the_devices_is_none() => IsPrivileged(Document(_every, """{"allow":false,"access":"rwm"}""")).Should().BeFalse();

    /// <summary>Nobody may set up a device cgroup without root, so a rootless engine writes no rules.</summary>
    [Theory]
    [InlineData("""{"resources":{"devices":[]}}""")]
    [InlineData("""{"resources":{"devices":null}}""")]
    [InlineData("""{"resources":{}}""")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Of_a_container_without_device_rules_the_capabilities_tell(string linux)
    {
        IsPrivileged(Document(38, linux)).Should().BeTrue();
        IsPrivileged(Document(37, linux)).Should().BeFalse();

        static string Document(int capabilities, string linux) => $$$"""{"process":{"capabilities":{"bounding":[{{{Names(capabilities)}}}]}},"linux":{{{linux}}}}""";
    }

    [Fact]
    public void Of_an_exec_the_capabilities_that_all_engines_know_tell()
    {
        IsPrivilegedExec(Names(38)).Should().BeTrue();
        IsPrivilegedExec(Names(37)).Should().BeFalse();
        IsPrivilegedExec(Names(37) + ",\"cap_chown\",\"CAP_CHOWN\"").Should().BeFalse("a name said twice is one capability");
        IsPrivilegedExec("").Should().BeFalse();
    }

    /// <summary>As a service whose bounding set is reduced, or an engine in a container, sees --privileged.</summary>
    [Theory]
    [InlineData(0, "", true)]
    [InlineData(0, "CAP_SYS_ADMIN", false)]
    [InlineData(5, "", true)]
    [InlineData(5, "CAP_SYS_ADMIN", false)]
    public void What_nobody_can_have_here_is_not_asked_for(int missing, string without, bool isPrivileged)
    {
        // The last of those that all engines know are missing.
        var bounding = CapabilityNames.All.Where((_, number) => number < 38 - missing || number > 37).Except(["CAP_CHOWN"]).ToImmutableArray();
        var given = bounding.Take(37 - missing).Except([without]);

        IsPrivilegedExec(string.Join(',', given.Select(name => $"\"{name}\"")), bounding).Should().Be(isPrivileged);
    }

    [Fact]
    public void What_is_in_a_document_but_cannot_be_had_does_not_count()
    {
        ImmutableArray<string> bounding = ["CAP_CHOWN", "CAP_KILL", "CAP_SYS_ADMIN"];

        IsPrivilegedExec(Names(14), bounding).Should().BeFalse("SYS_ADMIN is missing");
        IsPrivilegedExec(Names(22), bounding).Should().BeTrue();
        IsPrivilegedExec("\"CAP_CHOWN\",\"CAP_KILL\",\"CAP_NEWER_THAN_THIS\"", bounding).Should().BeTrue("an unknown name may be a capability of a newer kernel");
        IsPrivilegedExec(Names(41), []).Should().BeFalse("nobody has any");
        IsPrivilegedExec("", []).Should().BeFalse();
    }

    /// <summary>The kernel's own account of the set: CapBnd of proc(5).</summary>
    [Fact]
    public void The_machines_bounding_set_is_the_kernels()
    {
        var line = File.ReadLines("/proc/self/status").Single(status => status.StartsWith("CapBnd:", StringComparison.Ordinal));
        var mask = Convert.ToUInt64(line["CapBnd:".Length..].Trim(), 16);

        new OciInterceptor.Host.LinuxHost().BoundingSet.Should().Equal(CapabilityNames.All.Where((_, number) => (mask >> number & 1) == 1));
    }

    private static bool IsPrivilegedExec(string names) => IsPrivilegedExec(names, CapabilityNames.All);

    private static bool IsPrivilegedExec(string names, ImmutableArray<string> bounding)
    {
        var process = new OciInterceptor.Spec.Process(Sample.Object($"{{\"capabilities\":{{\"bounding\":[{names}]}}}}"));
        return Privilege.IsPrivileged(new Subject("exec", "c1", null, process, new FakeHost { BoundingSet = bounding }));
    }

    private static string Document(string names, string rules) =>
        $$$$"""{"process":{"capabilities":{"bounding":[{{{{names}}}}]}},"linux":{"resources":{"devices":[{{{{rules}}}}]}}}""";

    private static string Names(int count) => string.Join(',', CapabilityNames.All.Take(count).Select(name => $"\"{name}\""));

    private static bool IsPrivileged(string document)
    {
        var spec = new RuntimeSpec(Sample.Object(document));
        return Privilege.IsPrivileged(new Subject("create", "c1", spec, spec.Process, new FakeHost()));
    }
}

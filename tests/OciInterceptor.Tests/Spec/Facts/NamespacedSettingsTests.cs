using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class NamespacedSettingsTests
{
    [Theory]
    [InlineData("kernel.domainname", "uts")]
    [InlineData("kernel.hostname", "uts")]
    [InlineData("kernel/hostname", "uts")]
    [InlineData("kernel.msgmax", "ipc")]
    [InlineData("kernel.msgmnb", "ipc")]
    [InlineData("kernel.msgmni", "ipc")]
    [InlineData("kernel.sem", "ipc")]
    [InlineData("kernel/sem", "ipc")]
    [InlineData("kernel.shmall", "ipc")]
    [InlineData("kernel.shmmax", "ipc")]
    [InlineData("kernel.shmmni", "ipc")]
    [InlineData("kernel.shm_rmid_forced", "ipc")]
    [InlineData("fs.mqueue.msg_max", "ipc")]
    [InlineData("fs/mqueue/msg.max", "ipc")]
    [InlineData("net.ipv4.ip_forward", "network")]
    [InlineData("net/ipv4/conf/eth0.1/tag", "network")]
    [InlineData("user.max_user_namespaces", "user")]
    [InlineData("user/max_net_namespaces", "user")]
    [InlineData("userx.y", null)]
    [InlineData("netx", null)]
    [InlineData("fs.mqueue", null)]
    [InlineData("kernel.sem_next_id", null)]
    [InlineData("kernel.sem.x", null)]
    [InlineData("vm.overcommit_memory", null)]
    [InlineData("kernel", null)]
    public void A_parameter_goes_with_its_namespace_and_with_no_other(string name, string? type)
    {
        var spec = new RuntimeSpec(Sample.Object($$$$"""{"linux":{"sysctl":{"first":"1","{{{{name}}}}":"2","last":"3"}}}"""));
        foreach (var gone in new[] { "pid", "network", "mount", "ipc", "uts", "user", "cgroup", "time" })
        {
            var left = NamespacedSettings.Without(spec, gone);
            (left.Linux!.Sysctl![name] is null).Should().Be(gone == type, gone);
            left.Linux.Sysctl.Names.Should().Contain("first").And.Contain("last");
        }
    }

    [Theory]
    [InlineData("uts", """{"hostname":"h","domainname":"d","linux":{"uidMappings":[],"timeOffsets":{}}}""", """{"linux":{"uidMappings":[],"timeOffsets":{}}}""")]
    [InlineData("user", """{"hostname":"h","linux":{"uidMappings":[],"gidMappings":[],"timeOffsets":{}}}""", """{"hostname":"h","linux":{"timeOffsets":{}}}""")]
    [InlineData("time", """{"hostname":"h","linux":{"uidMappings":[],"timeOffsets":{"boottime":{"secs":1}}}}""", """{"hostname":"h","linux":{"uidMappings":[]}}""")]
    [InlineData("pid", """{"hostname":"h","linux":{"uidMappings":[],"timeOffsets":{}}}""", """{"hostname":"h","linux":{"uidMappings":[],"timeOffsets":{}}}""")]
    [InlineData("network", """{"linux":{"sysctl":{}}}""", """{"linux":{"sysctl":{}}}""")]
    [InlineData("network", "{}", "{}")]
    [InlineData("time", "{}", "{}")]
    [InlineData("user", "{}", "{}")]
    public void Other_settings_go_with_their_namespace(string type, string before, string after) =>
        Sample.Text(NamespacedSettings.Without(new RuntimeSpec(Sample.Object(before)), type).Json).Should().Be(after);
}

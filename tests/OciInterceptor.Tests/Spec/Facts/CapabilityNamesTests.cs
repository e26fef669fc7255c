using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class CapabilityNamesTests
{
    [Fact]
    public void Knows_the_kernels_names_each_once()
    {
        CapabilityNames.All.Should().Equal((
            "CAP_CHOWN CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID CAP_SETUID CAP_SETPCAP CAP_LINUX_IMMUTABLE CAP_NET_BIND_SERVICE CAP_NET_BROADCAST "
            + "CAP_NET_ADMIN CAP_NET_RAW CAP_IPC_LOCK CAP_IPC_OWNER CAP_SYS_MODULE CAP_SYS_RAWIO CAP_SYS_CHROOT CAP_SYS_PTRACE CAP_SYS_PACCT CAP_SYS_ADMIN CAP_SYS_BOOT CAP_SYS_NICE "
            + "CAP_SYS_RESOURCE CAP_SYS_TIME CAP_SYS_TTY_CONFIG CAP_MKNOD CAP_LEASE CAP_AUDIT_WRITE CAP_AUDIT_CONTROL CAP_SETFCAP CAP_MAC_OVERRIDE CAP_MAC_ADMIN CAP_SYSLOG CAP_WAKE_ALARM "
            + "CAP_BLOCK_SUSPEND CAP_AUDIT_READ CAP_PERFMON CAP_BPF CAP_CHECKPOINT_RESTORE").Split(' '));
        CapabilityNames.DockerDefault.Order(StringComparer.Ordinal).Should().Equal((
            "CAP_AUDIT_WRITE CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_FSETID CAP_KILL CAP_MKNOD CAP_NET_BIND_SERVICE CAP_NET_RAW CAP_SETFCAP CAP_SETGID CAP_SETPCAP CAP_SETUID CAP_SYS_CHROOT").Split(' '));
    }

    [Theory]
    [InlineData("KILL", "CAP_KILL")]
    [InlineData("kill", "CAP_KILL")]
    [InlineData("Cap_Kill", "CAP_KILL")]
    [InlineData("CAP_KILL", "CAP_KILL")]
    [InlineData("CAP_CAP_KILL", "CAP_CAP_KILL")]
    [InlineData("cap_", "CAP_")]
    [InlineData("CAP", "CAP_CAP")]
    [InlineData("ſys", "CAP_ſYS")]
    [InlineData("ı", "CAP_ı")]
    [InlineData("a{`z", "CAP_A{`Z")]
    [InlineData("", "CAP_")]
    public void Every_spelling_has_one_canonical_form(string name, string canonical) => CapabilityNames.Canonical(name).Should().Be(canonical);

    [Theory]
    [InlineData("net_admin", "CAP_NET_ADMIN")]
    [InlineData("CAP_CHOWN", "CAP_CHOWN")]
    [InlineData("checkpoint_restore", "CAP_CHECKPOINT_RESTORE")]
    [InlineData("CAP_CAP_CHOWN", null)]
    [InlineData("FUTURE", null)]
    [InlineData("", null)]
    public void Knows_the_kernels_names_in_any_spelling(string name, string? known) => CapabilityNames.Known(name).Should().Be(known);

    [Theory]
    [InlineData("CAP_A")]
    [InlineData("CAP_Z_A")]
    [InlineData("future")]
    public void A_process_may_have_a_capability_that_is_not_known_yet(string name) => CapabilityNames.OfProcess(name).Should().Be(CapabilityNames.Canonical(name));

    [Theory]
    [InlineData("CAP_@")]
    [InlineData("CAP_[")]
    [InlineData("CAP_")]
    [InlineData("CAP_A9")]
    [InlineData("CAP_É")]
    public void What_is_no_name_is_refused(string name) =>
        FluentActions.Invoking(() => CapabilityNames.OfProcess(name)).Should().Throw<InterceptorException>().WithMessage($"invalid capability name \"{name}\" in the process's capabilities");
}

using System.Runtime.InteropServices;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>System calls that people block together, some of them with certain arguments only.</summary>
/// <param name="Names">The calls.</param>
/// <param name="Region">The arguments; null for any.</param>
/// <param name="Errno">What they fail with unless the policy says otherwise.</param>
internal sealed record SyscallGroup(ImmutableArray<string> Names, ArgumentRegion? Region, string Errno)
{
    internal const char Mark = '@';

    // linux/sched.h
    private const uint CLONE_NEWUSER = 0x1000_0000;

    /// <summary>The names of all groups.</summary>
    internal static ImmutableArray<string> All { get; } = ["@af-alg", "@af-vsock", "@bpf", "@io-uring", "@keyring", "@perf", "@userns"];

    /// <summary>The parts of a group on a processor; none for an unknown name.</summary>
    /// <remarks>
    /// Families: linux/socket.h. setns(2) with 0 takes any kind of namespace. clone3(2) has its flags in memory; programs do with
    /// clone(2) when it is missing, whose flags are the second argument on s390 (arch/s390/Kconfig, CLONE_BACKWARDS2).
    /// </remarks>
    internal static ImmutableArray<SyscallGroup> Find(string name, Architecture machine) => name switch
    {
        "@af-alg" => [new(["socket"], Where(0, uint.MaxValue, 38), "EAFNOSUPPORT")],
        "@af-vsock" => [new(["socket"], Where(0, uint.MaxValue, 40), "EAFNOSUPPORT")],
        "@bpf" => [new(["bpf"], null, "EPERM")],
        "@io-uring" => [new(IoUring.Own, null, "ENOSYS")],
        "@keyring" => [new(["add_key", "keyctl", "request_key"], null, "EPERM")],
        "@perf" => [new(["perf_event_open"], null, "EPERM")],
        "@userns" =>
        [
            new(["clone"], Where(machine == Architecture.S390x ? 1u : 0, CLONE_NEWUSER, CLONE_NEWUSER), "EPERM"),
            new(["unshare"], Where(0, CLONE_NEWUSER, CLONE_NEWUSER), "EPERM"),
            new(["setns"], Where(1, CLONE_NEWUSER, CLONE_NEWUSER), "EPERM"),
            new(["setns"], Where(1, uint.MaxValue, 0), "EPERM"),
            new(["clone3"], null, "ENOSYS"),
        ],
        _ => [],
    };

    private static ArgumentRegion Where(uint index, uint mask, uint value) =>
        ArgumentRegion.Of([ArgumentValues.Compare(index, "SCMP_CMP_MASKED_EQ", mask, value)])[0];
}

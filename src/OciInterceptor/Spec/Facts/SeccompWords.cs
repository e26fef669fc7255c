using System.Runtime.InteropServices;

namespace OciInterceptor.Spec.Facts;

/// <summary>The words of seccomp: libseccomp's, and the names of processors in Docker's profiles.</summary>
internal static class SeccompWords
{
    /// <summary>What the kernel answers when an entry names no errno.</summary>
    internal const uint Eperm = 1;

    /// <summary>The greatest errno that the kernel returns (MAX_ERRNO); of a greater one it takes 16 bits, which may be none, and the call seems to succeed.</summary>
    internal const uint GreatestErrno = 4095;

    /// <summary>The greatest word for a tracer (seccomp(2), SECCOMP_RET_DATA).</summary>
    internal const uint GreatestTrace = 65535;

    /// <summary>What an action may return at most.</summary>
    internal static uint GreatestOf(string? action) => action == "SCMP_ACT_TRACE" ? GreatestTrace : GreatestErrno;

    /// <summary>
    /// Why a number beside an action is wrong, whatever it is; null if the action returns one. The specification wants a runtime to fail:
    /// crun does, runc passes over the number.
    /// </summary>
    internal static string? ErrnoFault(string? action, string member) =>
        action is null or "SCMP_ACT_ERRNO" or "SCMP_ACT_TRACE" || !Actions.Contains(action) ? null : $"{action} returns nothing, so it takes no \"{member}\"";

    /// <summary>What tells a program that the kernel has no such call, so that it does without.</summary>
    internal const uint Enosys = 38;

    internal static ImmutableArray<string> Actions { get; } =
    [
        "SCMP_ACT_ALLOW", "SCMP_ACT_LOG", "SCMP_ACT_ERRNO", "SCMP_ACT_TRACE", "SCMP_ACT_NOTIFY", "SCMP_ACT_TRAP",
        "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL_PROCESS",
    ];

    internal static ImmutableArray<string> Operators { get; } =
    [
        "SCMP_CMP_NE", "SCMP_CMP_LT", "SCMP_CMP_LE", "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_MASKED_EQ",
    ];

    internal static ImmutableArray<string> Architectures { get; } =
    [
        "SCMP_ARCH_X86", "SCMP_ARCH_X86_64", "SCMP_ARCH_X32", "SCMP_ARCH_ARM", "SCMP_ARCH_AARCH64", "SCMP_ARCH_MIPS",
        "SCMP_ARCH_MIPS64", "SCMP_ARCH_MIPS64N32", "SCMP_ARCH_MIPSEL", "SCMP_ARCH_MIPSEL64", "SCMP_ARCH_MIPSEL64N32",
        "SCMP_ARCH_PPC", "SCMP_ARCH_PPC64", "SCMP_ARCH_PPC64LE", "SCMP_ARCH_S390", "SCMP_ARCH_S390X", "SCMP_ARCH_PARISC",
        "SCMP_ARCH_PARISC64", "SCMP_ARCH_RISCV64", "SCMP_ARCH_LOONGARCH64", "SCMP_ARCH_M68K", "SCMP_ARCH_SH", "SCMP_ARCH_SHEB",
    ];

    internal static ImmutableArray<string> Flags { get; } =
    [
        "SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV",
    ];

    /// <summary>The names of processors under "arches" in Docker's profiles (libseccomp-golang, ScmpArch.String).</summary>
    internal static ImmutableArray<string> DockerNames { get; } =
    [
        "x86", "amd64", "x32", "arm", "arm64", "mips", "mips64", "mips64n32", "mipsel", "mipsel64", "mipsel64n32", "ppc", "ppc64", "ppc64le",
        "s390", "s390x", "parisc", "parisc64", "riscv64", "loong64", "m68k", "sh", "sheb",
    ];

    /// <summary>The architectures whose system calls programs on that processor may make: a filter kills programs that use others.</summary>
    internal static ImmutableArray<string> ArchitecturesOf(Architecture machine) => machine switch
    {
        Architecture.X64 => ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
        Architecture.Arm64 => ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"],
        _ => [],
    };

    /// <summary>The name of a processor under "arches" in Docker's profiles.</summary>
    internal static string DockerName(Architecture machine) => machine switch
    {
        Architecture.X64 => "amd64",
        Architecture.X86 => "x86",
        Architecture.LoongArch64 => "loong64",
        var other => other.ToString().ToLowerInvariant(),
    };
}

namespace OciInterceptor.Spec.Facts;

/// <summary>A system call of some architectures that stands for others; its first argument says for which.</summary>
/// <param name="Name">Its own name.</param>
/// <param name="Mask">The bits of the argument that the kernel looks at: of ipc(2) the others are a version, of socketcall(2) it takes an int.</param>
/// <param name="Calls">The calls behind it, the same on each architecture.</param>
internal sealed record SyscallMultiplexer(string Name, ulong Mask, ImmutableArray<MultiplexedSyscall> Calls)
{
    // Of those that libseccomp knows. arm has both in its old ABI alone, and no filters where the kernel takes that. The call
    // syscall(2) of mips needs no row: its kernel shows filters the call behind it.
    private static readonly ImmutableArray<string> _architecturesWithout =
    [
        "SCMP_ARCH_X86_64", "SCMP_ARCH_X32", "SCMP_ARCH_ARM", "SCMP_ARCH_AARCH64", "SCMP_ARCH_MIPS64", "SCMP_ARCH_MIPS64N32",
        "SCMP_ARCH_MIPSEL64", "SCMP_ARCH_MIPSEL64N32", "SCMP_ARCH_PARISC", "SCMP_ARCH_PARISC64", "SCMP_ARCH_RISCV64", "SCMP_ARCH_LOONGARCH64",
    ];

    internal static ImmutableArray<SyscallMultiplexer> All { get; } =
    [
        new("socketcall", uint.MaxValue,
        [
            new("socket", 1), new("bind", 2), new("connect", 3), new("listen", 4), new("accept", 5), new("getsockname", 6),
            new("getpeername", 7), new("socketpair", 8), new("send", 9), new("recv", 10), new("sendto", 11), new("recvfrom", 12),
            new("shutdown", 13), new("setsockopt", 14), new("getsockopt", 15), new("sendmsg", 16), new("recvmsg", 17),
            new("accept4", 18), new("recvmmsg", 19), new("sendmmsg", 20),
        ]),
        new("ipc", ushort.MaxValue,
        [
            new("semop", 1), new("semget", 2), new("semctl", 3), new("semtimedop", 4), new("msgsnd", 11), new("msgrcv", 12),
            new("msgget", 13), new("msgctl", 14), new("shmat", 21), new("shmdt", 22), new("shmget", 23), new("shmctl", 24),
        ]),
    ];

    /// <summary>Whether one of the architectures has multiplexers; one that is not known counts as such.</summary>
    internal static bool IsOn(ImmutableArray<string> architectures) => !architectures.IsDefaultOrEmpty && !architectures.All(_architecturesWithout.Contains);

    /// <summary>The number of a call behind it; null for another call.</summary>
    internal uint? NumberOf(string call)
    {
        foreach (var known in Calls)
        {
            if (known.Name == call)
            {
                return known.Number;
            }
        }
        return null;
    }

    /// <summary>The number for which alone an entry with these conditions is; null when it may be for several.</summary>
    internal ulong? OnlyNumber(ImmutableArray<LinuxSeccompArg> conditions) => conditions.IsDefaultOrEmpty || conditions is not [var condition] || condition.Index is > 0 ? null
        : condition.Op == "SCMP_CMP_EQ" ? (condition.Value ?? 0) & Mask
        : condition.Op == "SCMP_CMP_MASKED_EQ" && ((condition.Value ?? 0) & Mask) == Mask ? (condition.ValueTwo ?? 0) & Mask
        : null;
}

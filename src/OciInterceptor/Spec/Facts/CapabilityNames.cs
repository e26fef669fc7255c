using OciInterceptor.Messages;

namespace OciInterceptor.Spec.Facts;

/// <summary>The names of capabilities (capabilities(7)).</summary>
internal static class CapabilityNames
{
    private const string Prefix = "CAP_";

    /// <summary>Those of Linux up to CAP_CHECKPOINT_RESTORE (5.9), in the kernel's order.</summary>
    internal static ImmutableArray<string> All { get; } =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID",
        "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW",
        "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE", "CAP_SYS_PACCT",
        "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD",
        "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG",
        "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE",
    ];

    /// <summary>Docker's default capabilities.</summary>
    internal static ImmutableArray<string> DockerDefault { get; } =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD", "CAP_NET_RAW", "CAP_SETGID", "CAP_SETUID",
        "CAP_SETFCAP", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE",
    ];

    /// <summary>A name in the spelling of <see cref="All"/>; null when Linux has no such capability.</summary>
    internal static string? Known(string name) => All.Contains(Canonical(name)) ? Canonical(name) : null;

    /// <summary>The message for an unknown name.</summary>
    internal static string Unknown(string name) => $"unknown capability \"{name}\"{NearestName.Hint(Canonical(name), All)}";

    /// <summary>A name from a document in the spelling of <see cref="All"/>, known or not.</summary>
    /// <exception cref="InterceptorException">
    /// It has other characters than letters and underscores: crun, whose library reads numbers and stops at other characters, could
    /// still take it for a capability.
    /// </exception>
    internal static string OfProcess(string name) => Canonical(name) is var canonical && canonical.Length > Prefix.Length && IsCapitals(canonical)
        ? canonical
        : throw new InterceptorException($"invalid capability name \"{name}\" in the process's capabilities");

    /// <summary>A name in the spelling that every runtime accepts, from any letter case, with or without CAP_.</summary>
    internal static string Canonical(string name)
    {
        // ASCII only: elsewhere two letters may have the same capital.
        var upper = name.AsSpan().ContainsAnyInRange('a', 'z') ? string.Create(name.Length, name, Capitalise) : name;
        return upper.StartsWith(Prefix, StringComparison.Ordinal) ? upper : Prefix + upper;
    }

    private static void Capitalise(Span<char> copy, string name)
    {
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = char.IsAsciiLetterLower(name[i]) ? (char)(name[i] - 32) : name[i];
        }
    }

    private static bool IsCapitals(string name)
    {
        foreach (var c in name)
        {
            if (c is not ('_' or (>= 'A' and <= 'Z')))
            {
                return false;
            }
        }
        return true;
    }
}

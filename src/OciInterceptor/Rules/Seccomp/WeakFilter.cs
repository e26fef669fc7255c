using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>Tells filters that protect nothing from those that an engine or an administrator would write.</summary>
internal static class WeakFilter
{
    /// <summary>
    /// What the filters of Docker, containerd, Podman and CRI-O all deny to a container without one of the capabilities, or to every
    /// container where none is named.
    /// </summary>
    private static readonly ImmutableArray<(string Call, ImmutableArray<string> Capabilities)> _deniedByAll =
    [
        ("acct", ["CAP_SYS_PACCT"]),
        ("bpf", ["CAP_BPF", "CAP_SYS_ADMIN"]),
        ("delete_module", ["CAP_SYS_MODULE"]),
        ("finit_module", ["CAP_SYS_MODULE"]),
        ("init_module", ["CAP_SYS_MODULE"]),
        ("kexec_file_load", ["CAP_SYS_BOOT"]),
        ("kexec_load", ["CAP_SYS_BOOT"]),
        ("open_by_handle_at", ["CAP_DAC_READ_SEARCH"]),
        ("perf_event_open", ["CAP_PERFMON", "CAP_SYS_ADMIN"]),
        ("swapoff", ["CAP_SYS_ADMIN"]),
        ("swapon", ["CAP_SYS_ADMIN"]),
        ("userfaultfd", []),
    ];

    /// <summary>Whether a filter lets a container with these capabilities make one of the calls that all engines' filters deny.</summary>
    internal static bool Is(LinuxSeccomp filter, ImmutableArray<string> capabilities)
    {
        var held = capabilities.IsDefault ? [] : capabilities;
        var demanded = _deniedByAll.Where(row => !row.Capabilities.Any(held.Contains)).Select(row => row.Call).ToImmutableArray();
        var denied = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in filter.Syscalls.IsDefault ? [] : filter.Syscalls)
        {
            if (!entry.IsFor(demanded))
            {
                continue;
            }
            if (!SyscallOutcome.Denies(entry.Action))
            {
                return true;
            }
            if (entry.Args.IsDefaultOrEmpty)
            {
                denied.UnionWith(entry.Names);
            }
        }
        return !SyscallOutcome.Denies(filter.DefaultAction) && !demanded.All(denied.Contains);
    }
}

using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>A whole filter from outside the document, parts of which may depend on the container's capabilities.</summary>
/// <param name="Frame">The profile without its entries.</param>
/// <param name="Entries">The entries for this machine.</param>
internal sealed record SeccompProfile(LinuxSeccomp Frame, ImmutableArray<SeccompProfileEntry> Entries)
{
    /// <summary>The calls that fail with EPERM where no entry for the container names them; the default action is for those that nobody knows.</summary>
    internal ImmutableArray<string> Refused { get; init; } = [];

    /// <summary>What of the file is passed over, with its place.</summary>
    internal ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The filter for a container whose bounding set holds these capabilities.</summary>
    internal LinuxSeccomp For(ImmutableArray<string> capabilities)
    {
        var held = capabilities.IsDefault ? [] : capabilities;
        var entries = Entries
            .Where(entry => entry.WithCapabilities.All(held.Contains) && !entry.WithoutCapabilities.Any(held.Contains))
            .Select(entry => entry.Syscall).ToImmutableArray();
        var named = new HashSet<string>(entries.SelectMany(static entry => entry.Names), StringComparer.Ordinal);
        var refused = Refused.RemoveAll(named.Contains);
        return Frame with { Syscalls = refused.IsEmpty ? entries : entries.Add(Refusal(refused)) };
    }

    private static LinuxSyscall Refusal(ImmutableArray<string> names) => new LinuxSyscall(JsonObject.Empty) with
    {
        Names = names,
        Action = "SCMP_ACT_ERRNO",
        ErrnoRet = SeccompWords.Eperm,
    };
}

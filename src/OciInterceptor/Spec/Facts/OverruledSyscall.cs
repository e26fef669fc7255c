namespace OciInterceptor.Spec.Facts;

/// <summary>A system call that an entry denies in the document but not in the filter that runtimes make of it.</summary>
/// <param name="Entry">The entry that denies it.</param>
/// <param name="Name">The call.</param>
/// <param name="Cause">What lets it pass.</param>
internal sealed record OverruledSyscall(LinuxSyscall Entry, string Name, string Cause)
{
    /// <summary>All of a filter.</summary>
    internal static ImmutableArray<OverruledSyscall> In(LinuxSeccomp filter)
    {
        var allowances = AllowancesOf(filter);
        var hasMultiplexers = SyscallMultiplexer.IsOn(filter.Architectures);
        var found = ImmutableArray.CreateBuilder<OverruledSyscall>();
        foreach (var entry in allowances.Count == 0 ? [] : filter.Syscalls)
        {
            if (entry.Names.IsDefaultOrEmpty || !SyscallOutcome.Denies(entry.Action))
            {
                continue;
            }
            foreach (var name in entry.Names)
            {
                if (allowances.TryGetValue(name, out var isUnconditional) && (isUnconditional || IsDefault(filter, entry)))
                {
                    found.Add(new(entry, name, isUnconditional ? "another entry allows it whatever its arguments" : "another entry allows it for some arguments, and this one is the default action, which runtimes leave out"));
                }
                else if (hasMultiplexers && MultiplexerOf(name, allowances) is { } multiplexer)
                {
                    found.Add(new(entry, name, $"another entry allows {multiplexer}, by which programs of some architectures make it"));
                }
            }
        }
        return found.DrainToImmutable();
    }

    /// <summary>The names that entries allow, and whether for any arguments. Runtimes leave out entries that are the default.</summary>
    private static Dictionary<string, bool> AllowancesOf(LinuxSeccomp filter)
    {
        var allowances = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var entry in filter.Syscalls.IsDefault ? [] : filter.Syscalls)
        {
            if (!entry.Names.IsDefaultOrEmpty && SyscallOutcome.Allows(entry.Action) && !IsDefault(filter, entry))
            {
                foreach (var name in entry.Names)
                {
                    allowances[name] = entry.Args.IsDefaultOrEmpty || (allowances.TryGetValue(name, out var isUnconditional) && isUnconditional);
                }
            }
        }
        return allowances;
    }

    private static bool IsDefault(LinuxSeccomp filter, LinuxSyscall entry) =>
        SyscallOutcome.IsSame(entry.Action, entry.ErrnoRet, filter.DefaultAction, filter.DefaultErrnoRet);

    private static string? MultiplexerOf(string call, Dictionary<string, bool> allowances)
    {
        foreach (var multiplexer in SyscallMultiplexer.All)
        {
            if (multiplexer.NumberOf(call) is not null && allowances.TryGetValue(multiplexer.Name, out var isUnconditional) && isUnconditional)
            {
                return multiplexer.Name;
            }
        }
        return null;
    }
}

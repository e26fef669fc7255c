using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>What is to happen to some system calls, whatever their arguments or with certain ones.</summary>
internal sealed record SyscallAction(ImmutableArray<string> Names, SyscallVerdict Verdict)
{
    /// <summary>The arguments that it is for; null for any.</summary>
    internal ArgumentRegion? Region { get; init; }

    /// <summary>What denies the calls where another call stands for them.</summary>
    internal ImmutableArray<MultiplexedDenial> Multiplexed { get; init; } = [];

    /// <summary>Whether a call that fails with another errno already stays so.</summary>
    internal bool TakesAnyErrno { get; init; }

    /// <summary>The capabilities of which a container must have all.</summary>
    internal ImmutableArray<string> WithCapabilities { get; init; } = [];

    /// <summary>The capabilities of which a container must have none.</summary>
    internal ImmutableArray<string> WithoutCapabilities { get; init; } = [];

    /// <summary>Whether it is for some containers only.</summary>
    internal bool IsScoped => !WithCapabilities.IsEmpty || !WithoutCapabilities.IsEmpty;

    /// <summary>Whether it is for a container with these capabilities in its bounding set.</summary>
    internal bool IsFor(ImmutableArray<string> capabilities) =>
        WithCapabilities.All(capabilities.Contains) && !WithoutCapabilities.Any(capabilities.Contains);

    /// <summary>The filter with this action; the same instance, or an equal one, if it has it already.</summary>
    /// <remarks><paramref name="machine"/> has the architectures of this machine, its own first; it is empty if they are not known.</remarks>
    internal LinuxSeccomp Apply(LinuxSeccomp filter, ImmutableArray<string> machine)
    {
        var doors = machine.IsEmpty || SyscallMultiplexer.IsOn([machine[0]]) || SyscallMultiplexer.IsOn(filter.Architectures) ? Multiplexed : [];
        // A condition that holds for every value excludes nothing.
        if (Region is { First: >= 0 })
        {
            foreach (var name in Names)
            {
                filter = new ArgumentAction(name, Region, Verdict, doors.RemoveAll(door => door.Multiplexer.NumberOf(name) != door.Number)).Apply(filter);
            }
            return filter;
        }
        var mixed = Names.RemoveAll(name => !IsKilledInPart(filter, name));
        filter = ApplyToNames(filter, Names.RemoveAll(mixed.Contains));
        foreach (var name in mixed)
        {
            filter = Around(filter, name, doors.RemoveAll(door => door.Multiplexer.NumberOf(name) != door.Number));
        }
        foreach (var door in Verdict.Allows ? [] : doors)
        {
            filter = door.Apply(filter);
        }
        return filter;
    }

    private LinuxSeccomp ApplyToNames(LinuxSeccomp filter, ImmutableArray<string> names)
    {
        var before = filter.Syscalls.IsDefault ? [] : filter.Syscalls;
        var locks = Verdict.Allows ? [] : Locks(before, names);
        var known = before.RemoveAll(entry => !entry.IsFor(names) || locks.Contains(entry));
        var changing = names.RemoveAll(name => Holds(filter, known.RemoveAll(entry => !entry.IsFor([name]))));
        if (changing.IsEmpty)
        {
            return filter;
        }
        var after = ImmutableArray.CreateBuilder<LinuxSyscall>(before.Length + 1);
        // What no entry lets through stays killed.
        var isKilled = Verdict.IsOutdoneBy(filter.DefaultAction);
        foreach (var entry in before)
        {
            if (!entry.IsFor(changing) || locks.Contains(entry) || (isKilled && Gives(entry.Action, entry.ErrnoRet)))
            {
                after.Add(entry);
                continue;
            }
            var left = entry.Without(changing);
            if (left.HasNames())
            {
                after.Add(left);
            }
            if (isKilled)
            {
                after.Add(Verdict.In(entry, entry.Names.RemoveAll(name => !changing.Contains(name))));
            }
        }
        if (!HoldsByDefault(filter))
        {
            after.Add(Verdict.Entry(changing));
        }
        return filter with { Syscalls = after.DrainToImmutable() };
    }

    /// <summary>
    /// Entries that deny one number of a multiplexer whose call is compared by argument: without such an entry before those of the call
    /// libseccomp takes no two actions for it. One for all numbers overrules it, and the default does not.
    /// </summary>
    private static HashSet<LinuxSyscall> Locks(ImmutableArray<LinuxSyscall> entries, ImmutableArray<string> names)
    {
        var locks = new HashSet<LinuxSyscall>(ReferenceEqualityComparer.Instance);
        foreach (var multiplexer in SyscallMultiplexer.All)
        {
            if (!names.Contains(multiplexer.Name))
            {
                continue;
            }
            var compared = multiplexer.Calls.RemoveAll(call => !entries.Any(entry => !entry.Args.IsDefaultOrEmpty && entry.IsFor([call.Name]))).Map(static call => (ulong)call.Number);
            locks.UnionWith(entries.RemoveAll(entry => !entry.IsFor([multiplexer.Name]) || entry.Names.Length > 1 || !SyscallOutcome.Denies(entry.Action)
                || multiplexer.OnlyNumber(entry.Args) is not { } number || !compared.Contains(number)));
        }
        return locks;
    }

    /// <summary>Whether entries kill for some arguments, or for all, while other entries or the default do not.</summary>
    private bool IsKilledInPart(LinuxSeccomp filter, string name)
    {
        var entries = filter.Syscalls.IsDefault || Verdict.IsOutdoneBy(filter.DefaultAction) ? [] : filter.Syscalls.RemoveAll(entry => !entry.IsFor([name]));
        return entries.Any(entry => Verdict.IsOutdoneBy(entry.Action)) && !Holds(filter, entries) && !(Only(filter, entries) is { } only && !Verdict.IsOutdoneBy(only.Action));
    }

    /// <summary>The filter in which this call still kills where entries say so, and has the verdict elsewhere.</summary>
    /// <exception cref="InterceptorException">The arguments with which it kills cannot be told apart from the others.</exception>
    private LinuxSeccomp Around(LinuxSeccomp filter, string name, ImmutableArray<MultiplexedDenial> doors)
    {
        var kills = filter with { Syscalls = [.. filter.Syscalls.SelectMany(entry => !entry.IsFor([name]) || Gives(entry.Action, entry.ErrnoRet) ? [entry] : (ImmutableArray<LinuxSyscall>)(entry.Without([name]) is var rest && rest.HasNames() ? [rest] : []))] };
        return HoldsByDefault(filter) || Only(filter, kills.Syscalls.RemoveAll(entry => !entry.IsFor([name]))) is not null ? kills
            : new ArgumentAction(name, ArgumentRegion.Any, Verdict, doors).Apply(kills);
    }

    // Of a call without conditions libseccomp keeps no other entry.
    private static LinuxSyscall? Only(LinuxSeccomp filter, ImmutableArray<LinuxSyscall> entries) => entries.FirstOrDefault(entry =>
        entry.Args.IsDefaultOrEmpty && !SyscallOutcome.IsSame(entry.Action, entry.ErrnoRet, filter.DefaultAction, filter.DefaultErrnoRet));

    private bool Holds(LinuxSeccomp filter, ImmutableArray<LinuxSyscall> entries) =>
        entries.All(entry => Gives(entry.Action, entry.ErrnoRet))
        && (HoldsByDefault(filter) || entries.Any(static entry => entry.Args.IsDefaultOrEmpty));

    private bool HoldsByDefault(LinuxSeccomp filter) => Gives(filter.DefaultAction, filter.DefaultErrnoRet);

    private bool Gives(string? action, uint? errno) => Verdict.IsGivenBy(action, errno) || (TakesAnyErrno && action == Verdict.Action);
}

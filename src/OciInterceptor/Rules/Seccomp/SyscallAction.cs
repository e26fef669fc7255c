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
        filter = ApplyToNames(filter);
        foreach (var door in Verdict.Allows ? [] : doors)
        {
            filter = door.Apply(filter);
        }
        return filter;
    }

    private LinuxSeccomp ApplyToNames(LinuxSeccomp filter)
    {
        var before = filter.Syscalls.IsDefault ? [] : filter.Syscalls;
        var concerned = before.RemoveAll(entry => !entry.IsFor(Names));
        var changing = Names.RemoveAll(name => Holds(filter, concerned.RemoveAll(entry => !entry.IsFor([name]))));
        if (changing.IsEmpty)
        {
            return filter;
        }
        var after = ImmutableArray.CreateBuilder<LinuxSyscall>(before.Length + 1);
        foreach (var entry in before)
        {
            var left = entry.IsFor(changing) ? entry.Without(changing) : entry;
            if (ReferenceEquals(left, entry) || left.HasNames())
            {
                after.Add(left);
            }
        }
        if (!HoldsByDefault(filter))
        {
            after.Add(Verdict.Entry(changing));
        }
        return filter with { Syscalls = after.DrainToImmutable() };
    }

    private bool Holds(LinuxSeccomp filter, ImmutableArray<LinuxSyscall> entries) =>
        entries.All(entry => Gives(entry.Action, entry.ErrnoRet))
        && (HoldsByDefault(filter) || entries.Any(static entry => entry.Args.IsDefaultOrEmpty));

    private bool HoldsByDefault(LinuxSeccomp filter) => Gives(filter.DefaultAction, filter.DefaultErrnoRet);

    private bool Gives(string? action, uint? errno) => Verdict.IsGivenBy(action, errno) || (TakesAnyErrno && action == Verdict.Action);
}

using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>An action for some system calls, whatever their arguments: they fail with <paramref name="Errno"/>, or are allowed if it is null.</summary>
internal sealed record SyscallAction(ImmutableArray<string> Names, uint? Errno)
{
    /// <summary>What denies them where another call stands for them.</summary>
    internal ImmutableArray<MultiplexedDenial> Multiplexed { get; init; } = [];

    /// <summary>Whether a call that fails with another errno already stays so.</summary>
    internal bool TakesAnyErrno { get; init; }

    /// <summary>The filter with this action; the same instance if it has it already.</summary>
    /// <remarks><paramref name="machine"/> has the architectures of this machine, its own first; it is empty if they are not known.</remarks>
    internal LinuxSeccomp Apply(LinuxSeccomp filter, ImmutableArray<string> machine)
    {
        filter = ApplyToNames(filter);
        if (Multiplexed.IsEmpty || !(machine.IsEmpty || SyscallMultiplexer.IsOn([machine[0]]) || SyscallMultiplexer.IsOn(filter.Architectures)))
        {
            return filter;
        }
        foreach (var denial in Multiplexed)
        {
            filter = denial.Apply(filter);
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
            if (ReferenceEquals(left, entry) || left.HasNames)
            {
                after.Add(left);
            }
        }
        if (!HoldsByDefault(filter))
        {
            after.Add(Entry(changing));
        }
        return filter with { Syscalls = after.DrainToImmutable() };
    }

    private bool Holds(LinuxSeccomp filter, ImmutableArray<LinuxSyscall> entries) =>
        entries.All(entry => Gives(entry.Action, entry.ErrnoRet))
        && (HoldsByDefault(filter) || entries.Any(static entry => entry.Args.IsDefaultOrEmpty));

    private bool HoldsByDefault(LinuxSeccomp filter) => Gives(filter.DefaultAction, filter.DefaultErrnoRet);

    // Killing the process denies a call more strictly than any errno.
    private bool Gives(string? action, uint? errno) => Errno is null
        ? SyscallOutcome.Allows(action)
        : SyscallOutcome.Kills(action) || (action == "SCMP_ACT_ERRNO" && (TakesAnyErrno || (errno ?? SeccompWords.Eperm) == Errno));

    private LinuxSyscall Entry(ImmutableArray<string> names) => new LinuxSyscall(JsonObject.Empty) with
    {
        Names = names,
        Action = Errno is null ? "SCMP_ACT_ALLOW" : "SCMP_ACT_ERRNO",
        ErrnoRet = Errno,
    };
}

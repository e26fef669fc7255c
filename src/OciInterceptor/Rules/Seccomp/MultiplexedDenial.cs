using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>Denies one call behind a multiplexer, whatever the bits of the argument that the kernel does not look at. The others stay.</summary>
/// <remarks>
/// libseccomp by itself adds a condition for the whole argument, which the version of ipc(2) evades, and adds nothing to a
/// multiplexer that is allowed for any argument.
/// </remarks>
internal sealed record MultiplexedDenial(SyscallMultiplexer Multiplexer, uint Number, SyscallVerdict Verdict)
{
    /// <summary>Whether an entry that denies this number alone in another way stays.</summary>
    internal bool TakesAny { get; init; }

    /// <summary>What a call by this name needs besides.</summary>
    internal static ImmutableArray<MultiplexedDenial> Of(ImmutableArray<string> calls, SyscallVerdict verdict, IReadOnlySet<string> kept)
    {
        var denials = ImmutableArray.CreateBuilder<MultiplexedDenial>();
        foreach (var multiplexer in SyscallMultiplexer.All)
        {
            foreach (var call in kept.Contains(multiplexer.Name) ? [] : calls)
            {
                if (multiplexer.NumberOf(call) is { } number)
                {
                    denials.Add(new MultiplexedDenial(multiplexer, number, verdict));
                }
            }
        }
        return denials.DrainToImmutable();
    }

    /// <summary>The filter with this denial; the same instance if it has it already.</summary>
    internal LinuxSeccomp Apply(LinuxSeccomp filter)
    {
        var before = filter.Syscalls.IsDefault ? [] : filter.Syscalls;
        var after = ImmutableArray.CreateBuilder<LinuxSyscall>(before.Length + Multiplexer.Calls.Length);
        var (isDenied, isChanged) = (SyscallOutcome.Denies(filter.DefaultAction), false);
        foreach (var entry in before)
        {
            if (!entry.IsFor([Multiplexer.Name]) || Leaves(entry))
            {
                isDenied |= IsDenial(entry);
                after.Add(entry);
                continue;
            }
            isChanged = true;
            var rest = entry.Without([Multiplexer.Name]);
            if (rest.HasNames())
            {
                after.Add(rest);
            }
            if (entry.Args.IsDefaultOrEmpty && entry.Action != filter.DefaultAction)
            {
                Split(entry, after);
            }
            // What is killed where no entry names it is denied as the rule says where one did.
            if (Verdict.IsOutdoneBy(filter.DefaultAction))
            {
                after.Add(Verdict.In(entry.Args.IsDefaultOrEmpty ? entry with { Args = [Condition(Number)] } : entry, [Multiplexer.Name]));
            }
        }
        if (!isDenied)
        {
            after.Add(Verdict.Entry([Multiplexer.Name], [Condition(Number)]));
        }
        return isChanged || !isDenied ? filter with { Syscalls = after.DrainToImmutable() } : filter;
    }

    /// <summary>Whether an entry lets the call pass.</summary>
    internal bool IsOpenedBy(LinuxSyscall entry) => entry.IsFor([Multiplexer.Name]) && !SyscallOutcome.Denies(entry.Action)
        && (entry.Args.IsDefaultOrEmpty || Multiplexer.OnlyNumber(entry.Args) == Number);

    // An entry for this number alone with another action would be in the way: libseccomp refuses two actions.
    private bool Leaves(LinuxSyscall entry) => Multiplexer.OnlyNumber(entry.Args) is { } only
        ? only != Number || Verdict.IsGivenBy(entry.Action, entry.ErrnoRet) || (TakesAny && SyscallOutcome.Denies(entry.Action))
        : SyscallOutcome.Denies(entry.Action);

    private bool IsDenial(LinuxSyscall entry) => entry.IsFor([Multiplexer.Name]) && (SyscallOutcome.Denies(entry.Action) || Verdict.Is(entry.Action, entry.ErrnoRet))
        && (entry.Args.IsDefaultOrEmpty
            || (Multiplexer.OnlyNumber(entry.Args) == Number && entry.Args[0] is { Op: "SCMP_CMP_MASKED_EQ" } condition && condition.Value == Multiplexer.Mask));

    private void Split(LinuxSyscall entry, ImmutableArray<LinuxSyscall>.Builder after)
    {
        foreach (var call in Multiplexer.Calls)
        {
            if (call.Number != Number)
            {
                after.Add(entry with { Names = [Multiplexer.Name], Args = [Condition(call.Number)] });
            }
        }
    }

    private LinuxSeccompArg Condition(uint number) => ArgumentValues.Compare(0, "SCMP_CMP_MASKED_EQ", Multiplexer.Mask, number);
}

using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>
/// An action for one system call with certain arguments. libseccomp keeps no order of entries: one without conditions replaces all
/// others of a call, and of two that meet and differ either may win. So each entry that meets the region is split.
/// </summary>
/// <param name="Call">The call.</param>
/// <param name="Region">The arguments.</param>
/// <param name="Verdict">What is to happen.</param>
/// <param name="Doors">What denies the multiplexers that stand for the call as well; none to leave them alone.</param>
internal sealed record ArgumentAction(string Call, ArgumentRegion Region, SyscallVerdict Verdict, ImmutableArray<MultiplexedDenial> Doors)
{
    // No kernel since Linux 3.1 has it, and every 64-bit architecture has a number for it.
    private const string Anchor = "nfsservctl";

    private static readonly LinuxSyscall _anchor = SyscallVerdict.Fail(SeccompWords.Enosys).Entry([Anchor]);

    /// <summary>The filter with this action; an equal one if it has it already.</summary>
    /// <exception cref="InterceptorException">An entry of the filter cannot be split.</exception>
    internal LinuxSeccomp Apply(LinuxSeccomp filter)
    {
        foreach (var door in Verdict.Allows ? [] : Doors)
        {
            filter = (door with { TakesAny = true }).Apply(filter);
        }
        var before = filter.Syscalls.IsDefault ? [] : filter.Syscalls;
        // Of a call without conditions the first entry is the only one.
        if (before.FirstOrDefault(entry => entry.Args.IsDefaultOrEmpty && IsEffective(filter, entry)) is { } only)
        {
            if (Verdict.IsGivenBy(only.Action, only.ErrnoRet))
            {
                return filter;
            }
            before = before.RemoveAll(entry => !ReferenceEquals(entry.Json, only.Json) && IsEffective(filter, entry) && entry.Names.Length == 1)
                .Map(entry => ReferenceEquals(entry.Json, only.Json) || !IsEffective(filter, entry) ? entry : entry.Without([Call]));
        }
        var isMany = before.RemoveAll(entry => !IsEffective(filter, entry)).Length > ArgumentRegion.MostEntries;
        var leading = !isMany && Region.First > 0 && Region.IsExactFrom(Region.First) ? LeadingArgument.Of(before.RemoveAll(entry => !IsEffective(filter, entry)), Region.First) : null;
        var (wanted, isKept) = Wanted(filter, before, leading);
        var locks = Locks(filter, before, wanted);
        var isChanged = !wanted.IsEmpty || before.Any(entry => IsEffective(filter, entry) && (IsNarrow(filter, entry) || IsContrary(entry)));
        if (!isChanged && locks.All(@lock => before.Any(entry => JsonValue.Same(@lock.Json, entry.Json))))
        {
            return NeedsAnchor(filter, before) ? filter with { Syscalls = before.Add(_anchor) } : filter;
        }
        // Each is compared with each below.
        _ = isMany ? throw ArgumentRegion.TooMany() : before;
        if (isChanged)
        {
            before = leading is not null ? before : new FirstArgument(Call, FirstOf(filter, before), SyscallOutcome.Denies(filter.DefaultAction)).Lead(before, entry => IsEffective(filter, entry));
            (wanted, isKept) = Wanted(filter, before, leading);
            locks = Locks(filter, before, wanted);
        }
        var after = ImmutableArray.CreateBuilder<LinuxSyscall>(before.Length + locks.Length + wanted.Length);
        var isBegun = false;
        foreach (var entry in before)
        {
            if (locks.Any(@lock => JsonValue.Same(@lock.Json, entry.Json)))
            {
                continue;
            }
            if (!IsEffective(filter, entry))
            {
                after.Add(entry);
                continue;
            }
            var stays = Verdict.IsGivenBy(entry.Action, entry.ErrnoRet) && (isKept || IsStricter(entry));
            var (others, pieces) = Split(entry, stays, IsNarrow(filter, entry), before.RemoveAll(other => !IsEffective(filter, other)), !locks.IsEmpty, leading?.Index ?? -1, SyscallOutcome.Denies(filter.DefaultAction));
            after.AddRange(others);
            isBegun = isBegun || Begin(after, locks, wanted, leading?.Index ?? -1);
            after.AddRange(pieces);
        }
        _ = isBegun || Begin(after, locks, wanted, leading?.Index ?? -1);
        var all = after.DrainToImmutable();
        all = NeedsAnchor(filter, all) ? all.Add(_anchor) : all;
        var own = all.RemoveAll(entry => !entry.IsFor([Call]));
        _ = ForkedComparison.IsIn(own.RemoveAll(entry => !IsEffective(filter, entry))) ? throw ForkedComparison.Error(Call) : own;
        return own.Length <= ArgumentRegion.MostEntries && own.RemoveAll(static entry => !IsDeep(entry)).Length <= ArgumentRegion.MostDeep ? filter with { Syscalls = all } : throw ArgumentRegion.TooMany();
    }

    /// <summary>Whether an entry of this call is in the filter that a runtime makes: it leaves out what is the default.</summary>
    private bool IsEffective(LinuxSeccomp filter, LinuxSyscall entry) => entry.IsFor([Call]) && !IsDefault(filter, entry);

    // A denial for any arguments takes what entries that kill compare.
    private int FirstOf(LinuxSeccomp filter, ImmutableArray<LinuxSyscall> entries) => Region.First >= 0 ? Region.First
        : entries.RemoveAll(entry => !IsEffective(filter, entry)).SelectMany(static entry => ArgumentRegion.Of(entry.Args)).FirstOrDefault(static region => region.First >= 0)?.First ?? 0;

    private static bool IsDefault(LinuxSeccomp filter, LinuxSyscall entry) =>
        SyscallOutcome.IsSame(entry.Action, entry.ErrnoRet, filter.DefaultAction, filter.DefaultErrnoRet);

    /// <summary>What no entry and no default gives yet, and whether entries that give it may stay.</summary>
    private (ImmutableArray<ArgumentRegion> Wanted, bool IsKept) Wanted(LinuxSeccomp filter, ImmutableArray<LinuxSyscall> entries, LeadingArgument? leading)
    {
        var effective = entries.RemoveAll(entry => !IsEffective(filter, entry));
        var killed = effective.RemoveAll(entry => !IsStricter(entry)).SelectMany(static entry => ArgumentRegion.Of(entry.Args)).Where(Region.Meets).Select(static region => region.WithLowerHalves());
        if (Verdict.IsOutdoneBy(filter.DefaultAction))
        {
            // What no entry lets through is killed. So is what no comparison is made for.
            return (ArgumentRegion.Without([.. effective.RemoveAll(entry => !IsContrary(entry)).SelectMany(static entry => ArgumentRegion.Of(entry.Args)).Where(Region.Meets).Select(Region.Both)], killed), true);
        }
        if (Verdict.IsGivenBy(filter.DefaultAction, filter.DefaultErrnoRet))
        {
            return ([], true);
        }
        var open = ArgumentRegion.Without(leading?.Spread(Region, SyscallOutcome.Denies(filter.DefaultAction)) ?? [Region], killed);
        // What kills stays. Of numbers of more than 32 bits, whose lower half it has, either may answer: libseccomp has no comparison for the rest alone.
        open = effective.Any(IsStricter) ? open.Map(static region => region.Widened()) : open;
        var wanted = ArgumentRegion.Without(open, effective.RemoveAll(entry => IsStricter(entry) || !Verdict.IsGivenBy(entry.Action, entry.ErrnoRet)).SelectMany(static entry => ArgumentRegion.Of(entry.Args)));
        // Written whole, what two rules say of one call by turns is the same each time.
        return wanted.IsEmpty ? (wanted, true) : (open, false);
    }

    /// <summary>Whether an entry denies more strictly, and so stays: it kills.</summary>
    private bool IsStricter(LinuxSyscall entry) => Verdict.IsOutdoneBy(entry.Action);

    /// <summary>Whether an entry has something else happen to calls of the region.</summary>
    private bool IsContrary(LinuxSyscall entry) => !Verdict.IsGivenBy(entry.Action, entry.ErrnoRet) && ArgumentRegion.Of(entry.Args).Any(region => IsConcerned(entry, region));

    // Where two denials meet in numbers of more than 32 bits alone, either may answer.
    private bool IsConcerned(LinuxSyscall entry, ArgumentRegion region) =>
        Region.Meets(region) && (Verdict.Allows || !SyscallOutcome.Denies(entry.Action) || Verdict.Is(entry.Action, entry.ErrnoRet) || Region.Plain.Meets(region.Plain) || region.Without(Region).IsEmpty);

    /// <summary>Whether an entry that stays lets calls of the region through by bits that the kernel does not look at.</summary>
    private bool IsNarrow(LinuxSeccomp filter, LinuxSyscall entry) => IsStricter(entry) && !Verdict.IsOutdoneBy(filter.DefaultAction) && ArgumentRegion.Of(entry.Args) is var regions && regions.Any(Region.Meets) && !regions.All(static region => region.HasLowerHalves);

    /// <summary>
    /// Entries that come before those of the call, so that none of them opens a multiplexer: libseccomp makes an entry for socketcall of
    /// each for socket, and of two such the shorter one wins. So those of the call have a second condition, which may hold for all.
    /// </summary>
    private ImmutableArray<LinuxSyscall> Locks(LinuxSeccomp filter, ImmutableArray<LinuxSyscall> entries, ImmutableArray<ArgumentRegion> wanted)
    {
        if (Verdict.Allows && entries.FirstOrDefault(entry => IsEffective(filter, entry) && !SyscallOutcome.Denies(entry.Action)) is not null)
        {
            return wanted.IsEmpty ? [] : OpenLocks(filter, entries);
        }
        var isOpen = !Verdict.Allows && entries.Any(entry => IsEffective(filter, entry) && !LockVerdict(filter).Is(entry.Action, entry.ErrnoRet) && !(wanted.IsEmpty && IsStricter(entry)));
        return (Verdict.Allows ? wanted.IsEmpty : !isOpen) ? [] : Doors.RemoveAll(door => Verdict.Allows && entries.Any(door.IsOpenedBy))
            .Map(door => entries.FirstOrDefault(entry => IsLock(filter, entry, door)) ?? LockVerdict(filter).Entry([door.Multiplexer.Name], [Number(door)]));
    }

    /// <summary>
    /// Of two actions that let the call pass libseccomp takes neither for the multiplexer. One entry says what it has done so far, or
    /// logs what it lets pass.
    /// </summary>
    private ImmutableArray<LinuxSyscall> OpenLocks(LinuxSeccomp filter, ImmutableArray<LinuxSyscall> entries)
    {
        var doors = Doors.RemoveAll(door => entries.Any(entry => entry.Args.IsDefaultOrEmpty && entry.IsFor([door.Multiplexer.Name]) && !IsDefault(filter, entry)));
        var other = entries.FirstOrDefault(entry => IsEffective(filter, entry) && !SyscallOutcome.Denies(entry.Action) && !Verdict.Is(entry.Action, entry.ErrnoRet));
        var verdict = other is null || other.Action == SyscallVerdict.Allow.Action ? Verdict : new SyscallVerdict(other.Action!, other.ErrnoRet);
        var locks = ImmutableArray.CreateBuilder<LinuxSyscall>();
        foreach (var door in doors)
        {
            var found = entries.FirstOrDefault(entry => IsLock(filter, entry, door)) ?? (other is null ? null : verdict.Entry([door.Multiplexer.Name], [Number(door)]));
            locks.AddRange(found is null ? [] : [found]);
        }
        return locks.DrainToImmutable();
    }

    private static LinuxSeccompArg Number(MultiplexedDenial door) => ArgumentValues.Compare(0, "SCMP_CMP_EQ", door.Number);

    /// <summary>
    /// Whether the filter might deny nothing: where the first entry that libseccomp would compare is for a call that the processor does not
    /// have (chown32 on x86-64), it leaves out to load the number of the call (2.5.4; gen_bpf.c, _gen_bpf_arch). Entries without conditions come first.
    /// </summary>
    private bool NeedsAnchor(LinuxSeccomp filter, ImmutableArray<LinuxSyscall> entries)
    {
        var (isNeeded, isThere) = (false, Verdict.Allows || SyscallOutcome.Denies(filter.DefaultAction));
        foreach (var entry in entries)
        {
            isNeeded |= !entry.Args.IsDefaultOrEmpty && IsEffective(filter, entry);
            isThere |= entry.Args.IsDefaultOrEmpty && entry.Action != filter.DefaultAction && entry.IsFor([Anchor]);
        }
        return isNeeded && !isThere;
    }

    private static bool IsDeep(LinuxSyscall entry) => !entry.Args.IsDefault && entry.Args.Length > 1 && entry.Args[^1] is not { Op: "SCMP_CMP_GE", Value: 0 };

    private bool IsLock(LinuxSeccomp filter, LinuxSyscall entry, MultiplexedDenial door) =>
        entry.IsFor([door.Multiplexer.Name]) && entry.Names.Length == 1 && door.Multiplexer.OnlyNumber(entry.Args) == door.Number && entry.Args is [{ Op: "SCMP_CMP_EQ" }]
        && (Verdict.Allows || SyscallOutcome.Denies(entry.Action))
        && !IsDefault(filter, entry);

    // Runtimes would leave out an entry that is the default, and so let libseccomp's own for the multiplexer through.
    private SyscallVerdict LockVerdict(LinuxSeccomp filter) => !Verdict.Allows && !Verdict.Is(filter.DefaultAction, filter.DefaultErrnoRet) ? Verdict
        : SyscallVerdict.Fail(filter.DefaultAction == "SCMP_ACT_ERRNO" && filter.DefaultErrnoRet == SeccompWords.Enosys ? SeccompWords.Eperm : SeccompWords.Enosys);

    // Of two entries that meet, libseccomp keeps either: what a denial has must not go to what is left of an allowance.
    private static IEnumerable<ArgumentRegion> Denied(LinuxSyscall entry, ImmutableArray<LinuxSyscall> all) => !SyscallOutcome.Allows(entry.Action) ? []
        : all.RemoveAll(static other => !SyscallOutcome.Denies(other.Action)).SelectMany(static other => ArgumentRegion.Of(other.Args)).Select(static region => region.WithLowerHalves());

    private bool Begin(ImmutableArray<LinuxSyscall>.Builder after, ImmutableArray<LinuxSyscall> locks, ImmutableArray<ArgumentRegion> wanted, int leading)
    {
        after.AddRange(locks);
        foreach (var region in wanted)
        {
            foreach (var conditions in region.Conditions(!locks.IsEmpty, leading))
            {
                after.Add(Verdict.Entry([Call], conditions));
            }
        }
        return true;
    }

    /// <summary>The entry for its other calls, if it is split, and the entries for this one.</summary>
    private (ImmutableArray<LinuxSyscall> Others, ImmutableArray<LinuxSyscall> Pieces) Split(
        LinuxSyscall entry, bool stays, bool isNarrow, ImmutableArray<LinuxSyscall> all, bool isLocked, int leading, bool isDenied)
    {
        var regions = ArgumentRegion.Of(entry.Args);
        regions = isNarrow ? regions.Map(static region => region.WithLowerHalves()) : regions;
        var isSplit = !stays && regions.Any(region => IsConcerned(entry, region));
        if (!isSplit && !isNarrow && (!isLocked || entry.Args.IsDefaultOrEmpty || regions.All(static region => region.IsLong)) && !regions.Any(static region => region.IsMixing))
        {
            return ([], [entry]);
        }
        var pieces = new FirstArgument(Call, Region.First, isDenied).Pieces(entry, isSplit ? ArgumentRegion.Without(ArgumentRegion.Without(regions, Region), Denied(entry, all)) : regions, all, isLocked, !Verdict.Allows, leading);
        var rest = entry.Without([Call]);
        return (rest.HasNames() ? [rest] : [], pieces);
    }
}

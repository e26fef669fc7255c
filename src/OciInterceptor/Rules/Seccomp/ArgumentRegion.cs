using OciInterceptor.Messages;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>Calls whose arguments have certain values, each argument independently of the others.</summary>
/// <param name="Arguments">Of each of the six arguments; null for any.</param>
internal sealed record ArgumentRegion(ImmutableArray<ArgumentValues?> Arguments)
{
    // libseccomp compares each new entry with all others of the call, and a filter has 4096 instructions at most.
    internal const int MostEntries = 128;

    // Of entries with several conditions: libseccomp 2.5.4 does not end with some filters of a hundred.
    internal const int MostDeep = 48;

    // On the way to those. What is left of 16 pairs of bits has 65,536 parts.
    internal const int MostParts = 256;

    private const int Count = 6;

    private static readonly ImmutableArray<ArgumentValues?> _any = [null, null, null, null, null, null];

    /// <summary>Whether there is a condition on an argument but the first, even if it holds for all.</summary>
    internal bool IsLong => Arguments.AsSpan(1, Count - 1).ContainsAnyExcept((ArgumentValues?)null);

    /// <summary>The first argument that matters; -1 if none does.</summary>
    internal int First => Next(0);

    /// <summary>Whether a comparison of order precedes another, which libseccomp cannot keep apart from other entries'.</summary>
    internal bool IsMixing
    {
        get
        {
            var isMixing = false;
            for (var i = First; i >= 0 && Next(i + 1) is >= 0 and var next; i = next)
            {
                isMixing |= Arguments[i]!.IsOrdered;
            }
            return isMixing;
        }
    }

    /// <summary>Whether of the arguments from one on that one alone matters, and is compared for equality, or none does.</summary>
    internal bool IsExactFrom(int index) => Next(index) is var next && (next < 0 || (next == index && Next(index + 1) < 0 && !Arguments[index]!.IsOrdered));

    /// <summary>What the conditions of an entry hold for: all at once, or one of them, if two are about one argument (runc and crun make a rule of each).</summary>
    internal static ImmutableArray<ArgumentRegion> Of(ImmutableArray<LinuxSeccompArg> conditions)
    {
        var all = _any;
        var single = ImmutableArray.CreateBuilder<ArgumentRegion>();
        var isRepeated = false;
        foreach (var condition in conditions.IsDefault ? [] : conditions)
        {
            var index = condition.Index is < Count and var known ? (int)known : condition.Index is null ? 0
                : throw new InterceptorException($"linux.seccomp: a system call has no argument {condition.Index}: the greatest index is {Count - 1}");
            var values = ArgumentValues.Of(condition);
            isRepeated |= all[index] is not null;
            all = all.SetItem(index, values);
            single.Add(new ArgumentRegion(_any.SetItem(index, values)));
        }
        return isRepeated ? single.DrainToImmutable() : [new ArgumentRegion(all)];
    }

    /// <summary>Whether no conditions say it whole (<see cref="ArgumentValues.Lost"/>).</summary>
    internal bool IsLossy => Arguments.Any(static values => values is { Lost.IsEmpty: false });

    private int Next(int from)
    {
        while (from < Count && Arguments[from] is not { IsAny: false })
        {
            from++;
        }
        return from < Count ? from : -1;
    }

    /// <summary>All calls.</summary>
    internal static ArgumentRegion Any { get; } = new(_any);

    /// <summary>Whether <see cref="WithLowerHalves"/> are these.</summary>
    internal bool HasLowerHalves => Arguments.All(static values => values is null || values.HasLowerHalves);

    /// <summary>
    /// These, and more numbers of more than 32 bits, so that none is lost. What was taken from a denial is denied too, and what has no
    /// bound above keeps none: with such numbers either denial may answer.
    /// </summary>
    internal ArgumentRegion Widened() => new(Arguments.Map(static values => values?.Widened()));

    /// <summary>Those whose arguments have 32 bits.</summary>
    internal ArgumentRegion Plain => new(Arguments.Map(static values => values is null or { IsUnknown: true } ? values : new ArgumentValues(values.Plain, [])));

    internal ArgumentRegion WithLowerHalves() => new(Arguments.Map(static values => values?.WithLowerHalves()));

    internal bool Meets(ArgumentRegion other)
    {
        var meets = true;
        for (var i = 0; i < Count; i++)
        {
            meets &= Arguments[i] is not { } mine || other.Arguments[i] is not { } theirs || mine.IsUnknown || theirs.IsUnknown || mine.Meets(theirs);
        }
        return meets;
    }

    /// <summary>The calls of both.</summary>
    internal ArgumentRegion Both(ArgumentRegion other)
    {
        var arguments = Arguments;
        for (var i = 0; i < Count; i++)
        {
            arguments = other.Arguments[i] is { } theirs ? arguments.SetItem(i, arguments[i]?.Both(theirs) ?? theirs) : arguments;
        }
        return new ArgumentRegion(arguments);
    }

    internal static InterceptorException TooMany() =>
        new($"linux.seccomp: calls with these arguments cannot be told apart from the others in {MostEntries} entries, {MostDeep} of them with several conditions: deny fewer arguments of a call, or all");

    /// <summary>These calls without others, in regions that do not meet.</summary>
    /// <exception cref="InterceptorException">The others cannot be told apart from these.</exception>
    internal ImmutableArray<ArgumentRegion> Without(ArgumentRegion taken)
    {
        if (!Meets(taken))
        {
            return [this];
        }
        var left = ImmutableArray.CreateBuilder<ArgumentRegion>();
        var arguments = Arguments;
        for (var i = 0; i < Count; i++)
        {
            if (taken.Arguments[i] is not { } theirs)
            {
                continue;
            }
            var mine = arguments[i] ?? ArgumentValues.Any;
            if (mine.IsUnknown || theirs.IsUnknown)
            {
                throw new InterceptorException($"linux.seccomp: an entry compares argument {i} with a number of more than 32 bits, so it cannot be split");
            }
            var others = mine.Without(theirs);
            if (!others.IsEmpty)
            {
                left.Add(new ArgumentRegion(arguments.SetItem(i, others)));
                arguments = arguments.SetItem(i, arguments[i] is null ? theirs : mine.Both(theirs));
            }
        }
        return left.DrainToImmutable();
    }

    /// <summary>Each of some regions without all of others.</summary>
    internal static ImmutableArray<ArgumentRegion> Without(ImmutableArray<ArgumentRegion> regions, IEnumerable<ArgumentRegion> taken)
    {
        foreach (var region in taken)
        {
            regions = Without(regions, region);
        }
        return regions;
    }

    /// <summary>Each of some regions without another.</summary>
    internal static ImmutableArray<ArgumentRegion> Without(ImmutableArray<ArgumentRegion> regions, ArgumentRegion taken)
    {
        var left = ImmutableArray.CreateBuilder<ArgumentRegion>();
        foreach (var region in regions)
        {
            left.AddRange(region.Without(taken));
            _ = left.Count > MostParts ? throw TooMany() : left;
        }
        return left.DrainToImmutable();
    }

    /// <summary>This region, and the values that it would lose and others of the same action have.</summary>
    internal ArgumentRegion Regaining(ImmutableArray<LinuxSyscall> others)
    {
        var arguments = Arguments;
        for (var i = 0; i < Count; i++)
        {
            foreach (var other in arguments[i] is { Lost.IsEmpty: false } ? others : [])
            {
                foreach (var region in Of(other.Args))
                {
                    if (region.Arguments[i] is { IsUnknown: false } theirs && region.Arguments.SetItem(i, null).All(static values => values is null))
                    {
                        arguments = arguments.SetItem(i, arguments[i]!.With(theirs.Plain));
                    }
                }
            }
        }
        return new ArgumentRegion(arguments);
    }

    /// <summary>Conditions for entries of which one holds for each of the calls; no conditions for any call.</summary>
    /// <remarks>
    /// With <paramref name="isLonger"/> each is about another argument than the first as well; those on arguments up to <paramref name="leading"/>
    /// are compared as they were.
    /// </remarks>
    internal ImmutableArray<ImmutableArray<LinuxSeccompArg>> Conditions(bool isLonger, int leading = -1)
    {
        if (isLonger && !IsLong)
        {
            return new ArgumentRegion(Arguments.SetItem(1, ArgumentValues.Of(ArgumentValues.Compare(1, "SCMP_CMP_GE", 0)))).Conditions(isLonger: false, leading);
        }
        var last = Count - 1;
        while (last > 0 && Arguments[last] is null)
        {
            last--;
        }
        ImmutableArray<ImmutableArray<LinuxSeccompArg>> entries = [[]];
        for (var i = 0; i <= last; i++)
        {
            if (Arguments[i] is { } values)
            {
                var longer = ImmutableArray.CreateBuilder<ImmutableArray<LinuxSeccompArg>>();
                foreach (var entry in entries)
                {
                    foreach (var condition in values.Conditions((uint)i, i == last || i <= leading))
                    {
                        longer.Add(entry.Add(condition));
                    }
                }
                entries = longer.Count <= MostEntries ? longer.DrainToImmutable() : throw TooMany();
            }
        }
        return entries;
    }
}

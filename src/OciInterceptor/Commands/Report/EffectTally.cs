namespace OciInterceptor.Commands.Report;

/// <summary>How often each effect came about.</summary>
internal sealed class EffectTally
{
    private readonly long[] _counts = new long[Enum.GetValues<RuleEffect>().Length];
    private readonly (string Reason, string Container)?[] _last = new (string Reason, string Container)?[Enum.GetValues<RuleEffect>().Length];

    internal long this[RuleEffect effect] => _counts[(int)effect];

    /// <summary>How often a rule was looked at, or how many calls there were.</summary>
    internal long Total { get; private set; }

    /// <summary>The reason that was given last for a refusal, or for one that would have been; null without one.</summary>
    internal string? Reason { get; private set; }

    /// <summary>The container that it was given to.</summary>
    internal string? Container { get; private set; }

    internal void Add(RuleEffect effect)
    {
        _counts[(int)effect]++;
        Total++;
    }

    internal void Add(TrailDecision decision, string container)
    {
        Add(decision.Effect);
        if (decision.Reason is { } reason && decision.Effect is RuleEffect.Refused or RuleEffect.WouldRefuse or RuleEffect.Skipped)
        {
            (Reason, Container) = (reason, container);
            _last[(int)decision.Effect] = (reason, container);
        }
    }

    /// <summary>The reason that was given last for the first of these effects that has one, and the container.</summary>
    internal (string Reason, string Container)? Last(params ReadOnlySpan<RuleEffect> effects)
    {
        foreach (var effect in effects)
        {
            if (_last[(int)effect] is { } last)
            {
                return last;
            }
        }
        return null;
    }

    /// <summary>Whether one of these effects came about.</summary>
    internal bool HasAny(params ReadOnlySpan<RuleEffect> effects)
    {
        foreach (var effect in effects)
        {
            if (this[effect] > 0)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The order in which tallies are shown: what refuses most first, then what changes most.</summary>
    internal static int Compare(EffectTally one, EffectTally other)
    {
        foreach (var effect in (ReadOnlySpan<RuleEffect>)[RuleEffect.WouldRefuse, RuleEffect.Refused, RuleEffect.WouldChange, RuleEffect.Changed, RuleEffect.Skipped])
        {
            if (other[effect].CompareTo(one[effect]) is var order and not 0)
            {
                return order;
            }
        }
        return other.Total.CompareTo(one.Total);
    }
}

namespace OciInterceptor.Commands.Report;

/// <summary>A rule of a report with what came of it, and for whom.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Effects">In all calls.</param>
/// <param name="Groups">In calls of containers with something in common, the most affected first; only those in which it did anything, or would have.</param>
internal sealed record ReportRow(TrailRule Rule, EffectTally Effects, List<(GroupKey Group, EffectTally Effects)> Groups)
{
    /// <summary>Whether it was tried out, as a shadow or in mode warn, at some time.</summary>
    internal bool IsTried => Rule.Shadow.Length > 0 || Effects.HasAny(RuleEffect.WouldRefuse, RuleEffect.WouldChange);

    /// <summary>Whether it did anything in force; a rule that is enforced after it was tried out has both behind it.</summary>
    internal bool IsEnforced => Effects.HasAny(RuleEffect.Refused, RuleEffect.Changed) || (!IsTried && Effects[RuleEffect.Skipped] > 0);

    /// <summary>For people.</summary>
    internal string Title => $"{Rule.Name} ({(Rule.Type == Rule.Name || Rule.Type.Length == 0 ? "" : $"{Rule.Type}, ")}{(Rule.Shadow.Length > 0 ? $"shadow {Rule.Shadow}" : Rule.Origin)})";

    /// <summary>The rules of a report, those that refuse most first.</summary>
    internal static List<ReportRow> Of(TrailReport report)
    {
        var groups = new Dictionary<TrailRule, List<(GroupKey, EffectTally)>>();
        foreach (var (key, effects) in report.RuleGroups.All)
        {
            if (!groups.TryGetValue(key.Rule, out var known))
            {
                groups[key.Rule] = known = [];
            }
            known.Add((key.Group, effects));
        }
        var rows = new List<ReportRow>();
        foreach (var (rule, effects) in report.Rules.All)
        {
            var own = groups.TryGetValue(rule, out var found) ? found : [];
            own.Sort(CompareGroups);
            rows.Add(new ReportRow(rule, effects, own));
        }
        rows.Sort(static (one, other) => EffectTally.Compare(one.Effects, other.Effects) is var order and not 0 ? order : string.CompareOrdinal(one.Rule.ToString(), other.Rule.ToString()));
        return rows;
    }

    /// <summary>All groups of a report, the most affected first.</summary>
    internal static List<(GroupKey Group, EffectTally Effects)> GroupsOf(TrailReport report)
    {
        var groups = new List<(GroupKey Group, EffectTally Effects)>();
        foreach (var (group, effects) in report.Groups.All)
        {
            groups.Add((group, effects));
        }
        groups.Sort(CompareGroups);
        return groups;
    }

    private static int CompareGroups((GroupKey Group, EffectTally Effects) one, (GroupKey Group, EffectTally Effects) other) =>
        EffectTally.Compare(one.Effects, other.Effects) is var order and not 0 ? order
        : string.CompareOrdinal(one.Group.By, other.Group.By) is var by and not 0 ? by
        : string.CompareOrdinal(one.Group.Value, other.Group.Value);
}

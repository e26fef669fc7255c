namespace OciInterceptor.Commands.Report;

/// <summary>What an audit trail says, counted.</summary>
/// <param name="since">Calls before it are left out; empty for none.</param>
/// <param name="labels">The labels to group by; empty for all.</param>
internal sealed class TrailReport(string since, ImmutableArray<string> labels)
{
    // Together they bound the memory, whatever is in the trail.
    private const int MaxCallKinds = 100;
    private const int MaxRules = 1_000;
    private const int MaxGroups = 5_000;
    private const int MaxRuleGroups = 20_000;
    private const int MaxFaults = 100;

    // A set: shortened, two labels may be one.
    private readonly HashSet<GroupKey> _groupsOfCall = [];

    internal Tallies<(string Verb, string Result), Tally> Calls { get; } = new(MaxCallKinds, static key => (GroupKey.Other, key.Result));

    internal Tallies<TrailRule, EffectTally> Rules { get; } = new(MaxRules, static key => new TrailRule(GroupKey.Other, "", "", key.Shadow.Length == 0 ? "" : GroupKey.Other));

    /// <summary>The calls of containers with something in common, by the worst of their effects.</summary>
    internal Tallies<GroupKey, EffectTally> Groups { get; } = new(MaxGroups, static key => new GroupKey(LabelOrKind(key.By), GroupKey.Other));

    /// <summary>What a rule did, or would have done, to them.</summary>
    internal Tallies<(TrailRule Rule, GroupKey Group), EffectTally> RuleGroups { get; } =
        new(MaxRuleGroups, static key => (key.Rule, new GroupKey(LabelOrKind(key.Group.By), GroupKey.Other)));

    /// <summary>In how many calls a shadow was not evaluated, and why.</summary>
    internal Tallies<(string Shadow, string Fault), Tally> ShadowFaults { get; } = new(MaxFaults, static _ => (GroupKey.Other, GroupKey.Other));

    internal Durations Durations { get; } = new();

    internal string Since => since;

    /// <summary>The files that were read.</summary>
    internal List<string> Files { get; } = [];

    internal long CallCount { get; private set; }

    internal string First { get; private set; } = "";

    internal string Last { get; private set; } = "";

    /// <summary>The lines that are not of an audit trail, or torn.</summary>
    internal long ForeignLines { get; private set; }

    /// <summary>Where the first of them is, as FILE:LINE.</summary>
    internal string? FirstForeign { get; private set; }

    /// <summary>Calls whose line had no room for all rules.</summary>
    internal long CutCalls { get; private set; }

    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="Messages.InterceptorException">It cannot be read.</exception>
    internal void Read(TrailFile file)
    {
        Files.Add(file.Name);
        var lines = new TrailLines(file);
        var reader = new TrailCallReader();
        var call = new TrailCall();
        while (lines.TryRead(out var line))
        {
            if (reader.TryRead(line, call))
            {
                Add(call);
            }
            else
            {
                ForeignLines++;
                FirstForeign ??= FormattableString.Invariant($"{file.Name}:{lines.Number}");
            }
        }
    }

    internal void Add(TrailCall call)
    {
        if (string.CompareOrdinal(call.Time, since) < 0)
        {
            return;
        }
        CallCount++;
        First = First.Length == 0 || string.CompareOrdinal(call.Time, First) < 0 ? call.Time : First;
        Last = string.CompareOrdinal(call.Time, Last) > 0 ? call.Time : Last;
        Calls[(call.Verb, call.Result)].Add();
        CutCalls += call.HasRulesLeftOut ? 1 : 0;
        if (call.Microseconds >= 0)
        {
            Durations.Add(call.Microseconds);
        }
        foreach (var fault in call.ShadowFaults)
        {
            ShadowFaults[fault].Add();
        }
        FindGroups(call);
        var effect = call.Result == "allowed" ? RuleEffect.None : RuleEffect.Refused;
        foreach (var decision in call.Decisions)
        {
            Rules[decision.Rule].Add(decision, call.ContainerId);
            if (decision.Effect == RuleEffect.None)
            {
                continue;
            }
            effect = Worse(effect, decision.Effect);
            foreach (var group in _groupsOfCall)
            {
                RuleGroups[(decision.Rule, group)].Add(decision.Effect);
            }
        }
        foreach (var group in _groupsOfCall)
        {
            Groups[group].Add(effect);
        }
    }

    private void FindGroups(TrailCall call)
    {
        _groupsOfCall.Clear();
        if (call.Image is { Length: > 0 } image)
        {
            _groupsOfCall.Add(GroupKey.Of("image", image));
        }
        if (call.Namespace is { Length: > 0 } name)
        {
            _groupsOfCall.Add(GroupKey.Of("namespace", name));
        }
        foreach (var (label, value) in call.Labels)
        {
            if (labels.IsEmpty || labels.Contains(label))
            {
                _groupsOfCall.Add(GroupKey.Of($"label {label}", value));
            }
        }
    }

    private static string LabelOrKind(string by) => by.StartsWith("label ", StringComparison.Ordinal) ? "label" : by;

    private static RuleEffect Worse(RuleEffect one, RuleEffect other) => Rank(other) > Rank(one) ? other : one;

    private static int Rank(RuleEffect effect) => effect switch
    {
        RuleEffect.Refused => 5,
        RuleEffect.WouldRefuse => 4,
        RuleEffect.WouldChange => 3,
        RuleEffect.Changed => 2,
        RuleEffect.Skipped => 1,
        _ => 0,
    };
}

using OciInterceptor.Engines.Running;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec;

namespace OciInterceptor.Engines.Inspection;

/// <summary>One container: what its engine has recorded, what its runtime was given, what runs, and which rules made the difference.</summary>
internal sealed record ContainerInspection(RunningContainer Running, RuleEvidence Evidence)
{
    /// <summary>The container's name; null if nothing tells it.</summary>
    internal string? Name { get; init; }

    /// <summary>Its bundle; null if it is not known.</summary>
    internal string? Bundle { get; init; }

    /// <summary>Its first process; null if that is not known.</summary>
    internal ContainerProcess? Process { get; init; }

    /// <summary>The engine's record; null if none was found.</summary>
    internal EngineRecord? Record { get; init; }

    /// <summary>Every setting that a source knows, in a fixed order of families.</summary>
    internal ImmutableArray<SettingRow> Rows { get; init; } = [];

    /// <summary>Changes of rules to what is not among the rows, each as "RULE: OPERATION POINTER".</summary>
    internal ImmutableArray<string> OtherChanges { get; init; } = [];

    /// <summary>What could not be read, so that a value may be missing.</summary>
    internal ImmutableArray<InterceptorException> Faults { get; init; } = [];

    internal static ImmutableArray<SettingRow> RowsOf(SettingColumn? engine, SettingColumn? document, SettingColumn? process, RuleEvidence evidence, JsonObject? result)
    {
        var touched = evidence.Explains && result is not null ? Touched(evidence.Rules, new RuntimeSpec(result)) : [];
        var settings = ((SettingColumn?[])[document, engine, process]).OfType<SettingColumn>().SelectMany(column => column.Settings).Distinct();
        return
        [
            .. from setting in settings
               let row = new SettingRow(setting, engine?[setting], document?[setting], process?[setting], [])
               where row.Engine is not null || row.Document is not null || row.Process is not null
               select row with { Rules = [.. touched.Where(one => one.Settings.Has(setting, row.IsChanged)).Select(one => one.Rule)] },
        ];
    }

    /// <summary>What rules changed beyond the rows: other members, and what was removed from a list and no row shows, as without the engine's record.</summary>
    internal static ImmutableArray<string> OthersOf(RuleEvidence evidence, ImmutableArray<SettingRow> rows) =>
    [
        .. evidence.Rules.Where(_ => evidence.Explains).SelectMany(rule => rule.IsLeftOut
            ? (string[])[$"{rule.Name}: more than the audit line has room for"]
            : rule.Changes.Where(change => !TouchedSettings.IsKnown(change.Path) || (TouchedSettings.RemovedFrom(change) is { } family && !rows.Any(row => row.Setting.Family == family && row.IsChanged && row.Rules.Contains(rule.Name)))).Select(change => $"{rule.Name}: {change.Op} {change.Path}")),
    ];

    private static List<(string Rule, TouchedSettings Settings)> Touched(ImmutableArray<RuleTrace> rules, RuntimeSpec result)
    {
        var touched = new List<(string, TouchedSettings)>();
        for (var i = 0; i < rules.Length; i++)
        {
            ImmutableArray<Json.Patching.PatchOperation> later = [.. rules.AsSpan()[i..].ToArray().SelectMany(rule => rule.Changes)];
            touched.Add((rules[i].Name, new TouchedSettings(later, rules[i].Changes.Length, result)));
        }
        return touched;
    }
}

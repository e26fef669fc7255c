using System.Globalization;
using System.Text;
using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Report;

/// <summary>A report for people. Text that a container's author chose cannot control the terminal.</summary>
internal sealed class ReportText(Terminal terminal)
{
    // JSON and CSV have all of them.
    private const int MaxGroups = 10;
    private const int Column = 14;

    private readonly StringBuilder _text = new();

    internal string Of(TrailReport report)
    {
        AddCalls(report);
        var rows = ReportRow.Of(report);
        AddRules(
            "Shadows and rules in mode warn. If enforced, they would have:",
            rows.FindAll(static row => row.IsTried),
            ("refused", RuleEffect.WouldRefuse), ("changed", RuleEffect.WouldChange), ("skipped", RuleEffect.Skipped));
        AddRules(
            "In force. These have:",
            rows.FindAll(static row => row.IsEnforced),
            ("refused", RuleEffect.Refused), ("changed", RuleEffect.Changed), ("skipped", RuleEffect.Skipped));
        return _text.ToString();
    }

    private void AddCalls(TrailReport report)
    {
        Line($"Audit trail: {string.Join(", ", report.Files)}", Colour.Bold);
        Line(report.CallCount == 0 ? $"No calls{(report.Since.Length > 0 ? $" since {report.Since}" : "")}." : $"{Calls(report.CallCount)} from {report.First} to {report.Last}");
        if (report.FirstForeign is { } foreign)
        {
            Line($"{(report.ForeignLines == 1 ? "1 line was ignored, which is" : $"{Number(report.ForeignLines)} lines were ignored, which are")} incomplete or not from an audit trail; the first is {foreign}", Colour.Yellow);
        }
        if (report.CutCalls > 0)
        {
            Line($"{Calls(report.CutCalls)} {(report.CutCalls == 1 ? "has more rules than its line" : "have more rules than their lines")} had room for: these rules are not counted", Colour.Yellow);
        }
        foreach (var ((shadow, fault), tally) in report.ShadowFaults.All)
        {
            Line($"The shadow {shadow} was not evaluated in {Calls(tally.Count)}: {fault}", Colour.Red);
        }
        foreach (var (verb, counts) in ByVerb(report))
        {
            Line($"  {verb.PadRight(Column - 2)}{string.Join(", ", counts)}");
        }
        if (report.Durations is { Count: > 0 } times)
        {
            Line($"Own work: half of the calls within {Milliseconds(times.Quantile(0.5))}, 90 % within {Milliseconds(times.Quantile(0.9))}, 99 % within {Milliseconds(times.Quantile(0.99))}, the longest {Milliseconds(times.Longest)}");
        }
    }

    private static List<(string Verb, List<string> Counts)> ByVerb(TrailReport report)
    {
        var verbs = new List<(string Verb, List<string> Counts)>();
        foreach (var ((verb, result), tally) in report.Calls.All)
        {
            var at = verbs.FindIndex(known => known.Verb == verb);
            if (at < 0)
            {
                at = verbs.Count;
                verbs.Add((verb, []));
            }
            verbs[at].Counts.Add($"{Number(tally.Count)} {result}");
        }
        verbs.Sort(static (one, other) => string.CompareOrdinal(one.Verb, other.Verb));
        verbs.ForEach(static verb => verb.Counts.Sort(static (one, other) => string.CompareOrdinal(one[one.LastIndexOf(' ')..], other[other.LastIndexOf(' ')..])));
        return verbs;
    }

    private void AddRules(string title, List<ReportRow> rows, params ReadOnlySpan<(string Word, RuleEffect Effect)> columns)
    {
        if (rows.Count == 0)
        {
            return;
        }
        _text.Append('\n');
        Line(title, Colour.Bold);
        var head = "";
        var effects = new RuleEffect[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            head += columns[i].Word.PadLeft(Column - 4);
            effects[i] = columns[i].Effect;
        }
        Line(head + "  of".PadRight(Column) + "rule");
        foreach (var row in rows)
        {
            Line($"{Counts(row.Effects, columns)}  {Number(row.Effects.Total).PadRight(Column - 2)}{row.Title}", ColourOf(row.Effects));
            if (row.Effects.Last(effects) is var (reason, container))
            {
                Line($"{"".PadLeft(3 * (Column - 4))}{"".PadRight(Column)}  last: {reason} ({container})");
            }
            var groups = row.Groups.FindAll(group => group.Effects.HasAny(effects));
            foreach (var (group, tally) in groups[..Math.Min(MaxGroups, groups.Count)])
            {
                Line($"{Counts(tally, columns)}{"".PadRight(Column)}  {group.By} {group.Value}");
            }
            if (groups.Count > MaxGroups)
            {
                Line($"{"".PadLeft(3 * (Column - 4))}{"".PadRight(Column)}  and {Number(groups.Count - MaxGroups)} more images, namespaces and labels: --output csv");
            }
        }
    }

    private static string Counts(EffectTally effects, ReadOnlySpan<(string Word, RuleEffect Effect)> columns)
    {
        var text = "";
        foreach (var (_, effect) in columns)
        {
            text += Number(effects[effect]).PadLeft(Column - 4);
        }
        return text;
    }

    private void Line(string line, Colour colour = Colour.None) => _text.Append(terminal.Coloured(OneLine.Of(line), colour)).Append('\n');

    private static Colour ColourOf(EffectTally effects) =>
        effects[RuleEffect.WouldRefuse] + effects[RuleEffect.Refused] > 0 ? Colour.Red : effects[RuleEffect.WouldChange] > 0 ? Colour.Yellow : Colour.None;

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Calls(long count) => $"{Number(count)} call{(count == 1 ? "" : "s")}";

    private static string Milliseconds(long microseconds) => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000.0:0.0} ms");
}

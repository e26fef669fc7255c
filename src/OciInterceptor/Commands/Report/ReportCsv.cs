using System.Globalization;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Report;

/// <summary>A report as comma-separated values (RFC 4180), all in one table: the first column says what a line counts, in the words of the JSON.</summary>
internal static class ReportCsv
{
    internal static string Of(TrailReport report)
    {
        var text = new StringBuilder("table,rule,type,origin,shadow,by,value,verb,result,count,refused,changed,would_refuse,would_change,skipped,microseconds\r\n");
        foreach (var ((verb, result), tally) in report.Calls.All)
        {
            Add(text, new CsvLine("calls", tally.Count) { Verb = verb, Result = result });
        }
        AddDurations(text, report.Durations);
        foreach (var ((shadow, fault), tally) in report.ShadowFaults.All)
        {
            Add(text, new CsvLine("shadowFaults", tally.Count) { Rule = new TrailRule("", "", "", shadow), Group = new GroupKey("", fault) });
        }
        Add(text, new CsvLine("foreignLines", report.ForeignLines) { Group = new GroupKey("", report.FirstForeign ?? "") });
        Add(text, new CsvLine("callsWithRulesLeftOut", report.CutCalls));
        foreach (var row in ReportRow.Of(report))
        {
            Add(text, new CsvLine("rules", row.Effects.Total) { Rule = row.Rule, Effects = row.Effects });
            foreach (var (group, effects) in row.Groups)
            {
                Add(text, new CsvLine("rules", effects.Total) { Rule = row.Rule, Group = group, Effects = effects });
            }
        }
        foreach (var (group, effects) in ReportRow.GroupsOf(report))
        {
            Add(text, new CsvLine("groups", effects.Total) { Group = group, Effects = effects });
        }
        return text.ToString();
    }

    private static void AddDurations(StringBuilder text, Durations times)
    {
        if (times.Count == 0)
        {
            return;
        }
        foreach (var (what, microseconds) in (ReadOnlySpan<(string, long)>)[
            ("sum", times.Sum), ("half", times.Quantile(0.5)), ("of90Percent", times.Quantile(0.9)), ("of99Percent", times.Quantile(0.99)), ("longest", times.Longest)])
        {
            Add(text, new CsvLine("microseconds", times.Count) { Group = new GroupKey("", what), Microseconds = microseconds });
        }
    }

    private static void Add(StringBuilder text, CsvLine line)
    {
        foreach (var field in (ReadOnlySpan<string>)[line.Table, line.Rule.Name, line.Rule.Type, line.Rule.Origin, line.Rule.Shadow, line.Group.By, line.Group.Value, line.Verb, line.Result])
        {
            text.Append(Field(field)).Append(',');
        }
        text.Append(CultureInfo.InvariantCulture, $"{line.Count}");
        foreach (var effect in (ReadOnlySpan<RuleEffect>)[RuleEffect.Refused, RuleEffect.Changed, RuleEffect.WouldRefuse, RuleEffect.WouldChange, RuleEffect.Skipped])
        {
            text.Append(CultureInfo.InvariantCulture, $",{line.Effects?[effect]}");
        }
        text.Append(CultureInfo.InvariantCulture, $",{line.Microseconds}\r\n");
    }

    // A spreadsheet evaluates what looks like a formula, and a container's author chooses the names of images and labels.
    private static string Field(string field)
    {
        var line = OneLine.Of(field);
        line = line is ['=' or '+' or '-' or '@', ..] ? $"'{line}" : line;
        return line.AsSpan().IndexOfAny(',', '"') < 0 ? line : $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

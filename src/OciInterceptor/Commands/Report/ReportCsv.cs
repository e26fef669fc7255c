using System.Globalization;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Report;

/// <summary>The rules of a report as comma-separated values (RFC 4180): a line for each rule, and one for each group that it affected.</summary>
internal static class ReportCsv
{
    internal static string Of(TrailReport report)
    {
        var text = new StringBuilder("rule,type,origin,shadow,by,value,calls,refused,changed,would_refuse,would_change,skipped\r\n");
        foreach (var row in ReportRow.Of(report))
        {
            Add(text, row.Rule, "", "", row.Effects);
            foreach (var (group, effects) in row.Groups)
            {
                Add(text, row.Rule, group.By, group.Value, effects);
            }
        }
        return text.ToString();
    }

    private static void Add(StringBuilder text, TrailRule rule, string by, string value, EffectTally effects)
    {
        foreach (var field in (ReadOnlySpan<string>)[rule.Name, rule.Type, rule.Origin, rule.Shadow, by, value])
        {
            text.Append(Field(field)).Append(',');
        }
        text.Append(CultureInfo.InvariantCulture, $"{effects.Total},{effects[RuleEffect.Refused]},{effects[RuleEffect.Changed]},");
        text.Append(CultureInfo.InvariantCulture, $"{effects[RuleEffect.WouldRefuse]},{effects[RuleEffect.WouldChange]},{effects[RuleEffect.Skipped]}\r\n");
    }

    // A spreadsheet evaluates what looks like a formula, and a container's author chooses the names of images and labels.
    private static string Field(string field)
    {
        var line = OneLine.Of(field);
        line = line is ['=' or '+' or '-' or '@', ..] ? $"'{line}" : line;
        return line.AsSpan().IndexOfAny(',', '"') < 0 ? line : $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

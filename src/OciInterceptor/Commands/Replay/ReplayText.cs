using System.Globalization;
using System.Text;
using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Replay;

/// <summary>A replay for people: the numbers, then the most frequent groups of what differs, each with an example.</summary>
internal sealed class ReplayText(Terminal terminal)
{
    private const int Width = 9;

    private readonly StringBuilder _text = new();

    internal string Of(ReplayReport report)
    {
        Line($"Record: {report.Directory}");
        Line($"Policy in force: {Origins(report.Present)}");
        Line($"Other policy: {Origins(report.Proposed)}");
        _text.Append('\n');
        Total(report.Unchanged, "unchanged", Colour.None);
        Total(report.Changed.Count, "changed differently from now", Colour.Yellow);
        Total(report.Refused.Count, "newly refused", Colour.Red);
        Total(report.Admitted.Count, "no longer refused", Colour.Yellow);
        Total(report.NotJudged, "not judged", Colour.Red);
        AddRemarks(report);
        Add("Newly refused", report.Refused, report.Property);
        Add("Changed differently from now", report.Changed, report.Property);
        Add("No longer refused", report.Admitted, report.Property);
        AddNotJudged(report);
        return _text.ToString();
    }

    private void AddRemarks(ReplayReport report)
    {
        if (report.Redacted > 0)
        {
            Line($"{Number(report.Redacted)} recorded without the values of variables: conditions on \"env\" may have other results.", Colour.Yellow);
        }
        if (report.OtherThanRecorded is ( > 0, var example))
        {
            Line($"{Number(report.OtherThanRecorded.Count)} had a different result when recorded than under the policy in force, such as {example}: the policy or this machine has changed since.", Colour.Yellow);
        }
    }

    private void Add(string title, ReplayTotals totals, string property)
    {
        if (totals.Count == 0)
        {
            return;
        }
        Line($"\n{title}: {Number(totals.Count)}", Colour.Bold);
        Add("rule", totals.ByRule);
        Add(property, totals.ByProperty);
    }

    private void Add(string property, ReplayGroups groups)
    {
        var others = groups.Count - ReplayGroups.Shown;
        Line($"  by {property}{(others > 0 ? $", the first {ReplayGroups.Shown} of {Number(groups.Count)}{(groups.LeftOut > 0 ? " or more" : "")}" : "")}");
        foreach (var group in groups.Top)
        {
            Line($"{Number(group.Count),Width}  {group.Name}");
            Line($"{"",Width}  {group.Example}: {group.Detail}");
        }
    }

    private void AddNotJudged(ReplayReport report)
    {
        if (report.NotJudged == 0)
        {
            return;
        }
        Line($"\nNot judged: {Number(report.NotJudged)}", Colour.Bold);
        foreach (var (name, cause) in report.FirstNotJudged)
        {
            Line($"  {name}: {cause}");
        }
        if (report.NotJudged > report.FirstNotJudged.Count)
        {
            Line($"  and {Number(report.NotJudged - report.FirstNotJudged.Count)} more");
        }
    }

    private void Total(long count, string what, Colour colour) => Line($"{Number(count),Width}  {what}", count == 0 ? Colour.None : colour);

    private void Line(string line, Colour colour = Colour.None)
    {
        var start = line.StartsWith('\n') ? 1 : 0;
        _text.Append('\n', start).Append(terminal.Coloured(OneLine.Of(line[start..]), colour)).Append('\n');
    }

    private static string Origins(IEnumerable<string> origins) => string.Join(", ", origins) is { Length: > 0 } all ? all : "none";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using OciInterceptor.Engines.Inspection;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Output;

/// <summary>Inspections for people: of each container where its sources differ, and what a rule changed. What others wrote cannot control the terminal.</summary>
internal sealed class InspectionText(Terminal terminal)
{
    private const int Widest = 40;

    private readonly StringBuilder _text = new();

    internal string Of(ImmutableArray<ContainerInspection> inspections, IReadOnlyList<InterceptorException> faults)
    {
        if (inspections.IsEmpty)
        {
            Line(faults.Count == 0 ? "No container runs." : "No running container was found.");
        }
        foreach (var inspection in inspections)
        {
            Add(inspection);
        }
        foreach (var fault in faults)
        {
            Line(fault.Message, Colour.Yellow);
        }
        return _text.ToString();
    }

    private void Add(ContainerInspection inspection)
    {
        var running = inspection.Running;
        Line($"{(running.Engine.Length > 0 ? running.Engine : "a runtime called by hand")}: {running.Id}{(inspection.Name is { } name ? $" ({name})" : "")}", Colour.Bold);
        Line($"  record   {inspection.Record?.Source ?? "not found"}");
        Line($"  bundle   {inspection.Bundle ?? "not known"}");
        Line($"  process  {inspection.Process?.Id.ToString(CultureInfo.InvariantCulture) ?? "not known"}");
        Line($"  rules    {inspection.Evidence.Sentence}");
        var shown = inspection.Rows.RemoveAll(row => !row.Differs && row.Rules.IsEmpty);
        var others = inspection.Rows.Length - shown.Length;
        AddTable(shown);
        Line($"  {(shown.IsEmpty ? "nothing differs" : "nothing else differs")} ({others} setting{(others == 1 ? "" : "s")})");
        foreach (var change in inspection.OtherChanges)
        {
            Line($"  changed too: {change}");
        }
        if (inspection.Evidence.Source == EvidenceSource.PresentPolicy)
        {
            AddPresent(inspection.Evidence);
        }
        foreach (var fault in inspection.Faults)
        {
            Line($"  {fault.Message}", Colour.Yellow);
        }
    }

    private void AddPresent(RuleEvidence evidence)
    {
        foreach (var rule in evidence.Rules)
        {
            Line($"  would change now: {rule.Name}: {string.Join(", ", rule.Changes.Select(change => $"{change.Op} {change.Path}"))}", Colour.Yellow);
        }
        if (!evidence.Holding.IsEmpty)
        {
            Line($"  match it and would change nothing: {string.Join(", ", evidence.Holding)}");
        }
    }

    private void AddTable(ImmutableArray<SettingRow> rows)
    {
        if (rows.IsEmpty)
        {
            return;
        }
        List<string[]> cells = [["setting", "engine", "config.json", "process", "rule"]];
        cells.AddRange(rows.Select(row => (string[])[row.Setting.Title, row.Engine ?? "-", row.Document ?? "-", row.Process ?? "-", string.Join(", ", row.Rules)]).Select(row => row.Select(OneLine.Of).ToArray()));
        var widths = new int[cells[0].Length];
        foreach (var row in cells)
        {
            for (var i = 0; i < row.Length; i++)
            {
                widths[i] = Math.Max(widths[i], Math.Min(Widest, row[i].Length));
            }
        }
        for (var i = 0; i < cells.Count; i++)
        {
            AddRow(cells[i], widths, i == 0 ? Colour.None : rows[i - 1].Rules.IsEmpty ? Colour.Yellow : Colour.Green);
        }
    }

    // A cell that is wider than its column goes on below itself.
    private void AddRow(string[] row, int[] widths, Colour colour)
    {
        var starts = new int[row.Length];
        var isWhole = false;
        while (!isWhole)
        {
            isWhole = true;
            var line = new StringBuilder(" ");
            for (var i = 0; i < row.Length; i++)
            {
                var part = PartOf(row[i], starts[i]);
                starts[i] += part.Length;
                isWhole &= starts[i] == row[i].Length;
                line.Append(' ').Append(part.PadRight(widths[i])).Append(' ');
            }
            Line(line.ToString().TrimEnd(), colour);
        }
    }

    // Both halves of a surrogate pair, or none.
    private static string PartOf(string cell, int start)
    {
        var end = Math.Min(cell.Length, start + Widest);
        return cell[start..(end < cell.Length && char.IsHighSurrogate(cell[end - 1]) ? end - 1 : end)];
    }

    private void Line(string line, Colour colour = Colour.None) => _text.Append(terminal.Coloured(OneLine.Of(line), colour)).Append('\n');
}

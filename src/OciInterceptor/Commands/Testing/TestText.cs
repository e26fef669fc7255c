using System.Text;
using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Testing;

/// <summary>Results for people: one line a test, and below a failed one what was expected and what there is.</summary>
internal sealed class TestText(Terminal terminal)
{
    // The width of the longest word for what became of a test, and two blanks.
    private const int Column = 9;

    internal string Of(TestReport report)
    {
        var text = new StringBuilder();
        foreach (var result in report.Results)
        {
            Add(text, result);
        }
        text.Append(report.Results.IsEmpty ? "" : "\n");
        Line(text, report.Summary, report.Passed == report.Results.Length ? Colour.Green : Colour.Red);
        if (report.CoverageSummary is { } coverage)
        {
            Line(text, coverage, report.IsCoveredEnough ? Colour.None : Colour.Red);
            foreach (var missing in report.Uncovered)
            {
                Line(text.Append("  "), missing);
            }
        }
        return text.ToString();
    }

    private void Add(StringBuilder text, TestResult result)
    {
        text.Append(terminal.Coloured(result.Word.PadRight(Column), result.IsPassed ? result.IsUpdated ? Colour.Yellow : Colour.Green : Colour.Red));
        Line(text, result.Title);
        if (result.Error is { } error)
        {
            Line(text.Append(' ', Column), error);
        }
        foreach (var mismatch in result.Mismatches)
        {
            Line(text.Append(' ', Column), $"{mismatch.Place}: {mismatch.What}");
            Labelled(text, "expected", mismatch.Expected, Colour.Green);
            Labelled(text, "got", mismatch.Got, Colour.Red);
            foreach (var line in mismatch.Difference)
            {
                Line(text.Append(' ', Column + 2), line, line[0] switch { '-' => Colour.Red, '+' => Colour.Green, '@' => Colour.Cyan, _ => Colour.None });
            }
        }
    }

    private void Labelled(StringBuilder text, string label, string? value, Colour colour)
    {
        if (value is not null)
        {
            Line(text.Append(' ', Column + 2).Append(label.PadRight("expected".Length + 2)), value, colour);
        }
    }

    private void Line(StringBuilder text, string line, Colour colour = Colour.None) => text.Append(terminal.Coloured(OneLine.Of(line), colour)).Append('\n');
}

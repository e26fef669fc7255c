using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Testing;

/// <summary>Results in the Test Anything Protocol, version 14 (https://testanything.org), with a block of YAML for what failed.</summary>
internal static class TapText
{
    internal static string Of(TestReport report)
    {
        var text = new StringBuilder();
        text.Append(null, $"TAP version 14\n1..{report.Results.Length}\n");
        for (var i = 0; i < report.Results.Length; i++)
        {
            Add(text, i + 1, report.Results[i]);
        }
        foreach (var line in report.CoverageSummary is { } coverage ? [coverage, .. report.Uncovered] : (IEnumerable<string>)[])
        {
            text.Append(null, $"# {OneLine.Of(line)}\n");
        }
        return text.ToString();
    }

    private static void Add(StringBuilder text, int number, TestResult result)
    {
        text.Append(null, $"{(result.IsPassed ? "ok" : "not ok")} {number} - {Escaped(result.Title)}\n");
        if (result.IsPassed)
        {
            return;
        }
        text.Append("  ---\n");
        Add(text, "  error", result.Error);
        text.Append(result.Mismatches.IsEmpty ? "" : "  mismatches:\n");
        foreach (var mismatch in result.Mismatches)
        {
            Add(text, "    - at", mismatch.Place);
            Add(text, "      what", mismatch.What);
            Add(text, "      expected", mismatch.Expected);
            Add(text, "      got", mismatch.Got);
            Add(text, "      difference", mismatch.Difference.IsEmpty ? null : string.Join('\n', mismatch.Difference.AsSpan()!));
        }
        text.Append("  ...\n");
    }

    // A string of JSON is one of YAML as well.
    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(null, $"{name}: {PrintableJson.Of(Encoding.UTF8.GetString(JsonScalar.Of(value).Token))}\n");
        }
    }

    // A number sign would begin a directive, such as "# SKIP".
    private static string Escaped(string title) => OneLine.Of(title).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("#", "\\#", StringComparison.Ordinal);
}

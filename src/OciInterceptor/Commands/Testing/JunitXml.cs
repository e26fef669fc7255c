using System.Globalization;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Testing;

/// <summary>Results in the XML that JUnit's runners write and that services for continuous integration read: a suite for each file.</summary>
internal static class JunitXml
{
    internal static string Of(TestReport report)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.Append(null, $"<testsuites name=\"oi-test\"{Counts(report.Results)}>\n");
        foreach (var (file, results) in report.Results.GroupBy(result => result.File))
        {
            text.Append(null, $"  <testsuite name=\"{Escaped(file)}\"{Counts(results)}>\n");
            foreach (var result in results)
            {
                Add(text, result);
            }
            text.Append("  </testsuite>\n");
        }
        if (report.CoverageSummary is { } coverage)
        {
            AddCoverage(text, report, coverage);
        }
        return text.Append("</testsuites>\n").ToString();
    }

    // A suite of its own, with a test that fails below the threshold: readers pass over what they do not know, but not over that.
    private static void AddCoverage(StringBuilder text, TestReport report, string coverage)
    {
        text.Append(null, $"  <testsuite name=\"coverage\" tests=\"1\" failures=\"{(report.IsCoveredEnough ? 0 : 1)}\" errors=\"0\">\n");
        text.Append(null, $"    <properties>\n      <property name=\"coverage\" value=\"{report.Coverage!.Percent}\"/>\n    </properties>\n");
        text.Append("    <testcase classname=\"coverage\" name=\"coverage\"");
        text.Append(report.IsCoveredEnough ? "/>\n" : string.Create(null, $">\n      <failure message=\"{Escaped(coverage)}\"/>\n    </testcase>\n"));
        text.Append(null, $"    <system-out>{Escaped(string.Join('\n', report.Uncovered.Prepend(coverage)), isText: true)}</system-out>\n  </testsuite>\n");
    }

    private static void Add(StringBuilder text, TestResult result)
    {
        text.Append(null, $"    <testcase classname=\"{Escaped(result.File)}\" name=\"{Escaped(result.Name ?? result.File)}\"");
        if (result.IsPassed)
        {
            text.Append("/>\n");
            return;
        }
        text.Append(">\n");
        if (result.Error is { } error)
        {
            text.Append(null, $"      <error message=\"{Escaped(error)}\"/>\n");
        }
        foreach (var mismatch in result.Mismatches)
        {
            var lines = ((string?[])[mismatch.Expected is null ? null : $"expected {mismatch.Expected}", mismatch.Got is null ? null : $"got {mismatch.Got}"]).OfType<string>().Concat(mismatch.Difference);
            text.Append(null, $"      <failure message=\"{Escaped($"{mismatch.Place}: {mismatch.What}")}\">{Escaped(string.Join('\n', lines), isText: true)}</failure>\n");
        }
        text.Append("    </testcase>\n");
    }

    private static string Counts(IReadOnlyList<TestResult> results) => string.Create(CultureInfo.InvariantCulture,
        $" tests=\"{results.Count}\" failures=\"{results.Count(result => !result.Mismatches.IsEmpty)}\" errors=\"{results.Count(result => result.Error is not null)}\"");

    // XML 1.0 cannot express most control characters, lone surrogates, U+FFFE and U+FFFF (section 2.2).
    private static string Escaped(string value, bool isText = false)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                text.Append(c).Append(value[++i]);
                continue;
            }
            _ = c switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '\n' when isText => text.Append(c),
                _ when ControlCharacter.Is(c) || char.IsSurrogate(c) || c >= '\uFFFE' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        return text.ToString();
    }
}

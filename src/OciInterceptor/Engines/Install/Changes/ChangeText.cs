using System.Text;
using System.Text.Unicode;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>Describes planned changes for people.</summary>
internal static class ChangeText
{
    private const int Context = 2;

    /// <summary>The lines: a headline for each file, then the lines removed and added.</summary>
    internal static IEnumerable<string> Lines(ChangeSet changes) => changes.Changes.SelectMany(Lines);

    private static IEnumerable<string> Lines(FileChange change) =>
        ((IEnumerable<string>)[Headline(change)]).Concat(Body(change)).Select(OneLine.Of);

    private static string Headline(FileChange change) => (change.Before, change.After) switch
    {
        ({ IsAbsent: true }, { Target: { } target }) => $"make the link {change.Path} to {target}",
        (_, { Target: { } target }) => $"make {change.Path} a link to {target}",
        ({ IsAbsent: true }, _) => $"make {change.Path}",
        (_, { IsAbsent: true }) => $"remove {change.Path}",
        _ => $"change {change.Path}",
    };

    private static IEnumerable<string> Body(FileChange change) => (change.Before.Content, change.After.Content) switch
    {
        ({ } before, { } after) => Json(before, after) ?? InsertedLines.Between(TextLines(before), TextLines(after)) ?? Between(TextLines(before), TextLines(after)),
        (null, { } after) => TextLines(after).Select(line => "+" + line),
        _ => [],
    };

    // Null if one of them is not JSON.
    private static List<string>? Json(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        try
        {
            return ReadableDiff.Between(JsonText.Parse(before.ToArray(), ""), JsonText.Parse(after.ToArray(), ""));
        }
        catch (JsonFormatException)
        {
            return null;
        }
    }

    // One run of lines is removed, and one is added.
    private static IEnumerable<string> Between(string[] before, string[] after)
    {
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
        {
            start++;
        }
        var end = 0;
        while (end < before.Length - start && end < after.Length - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }
        var shown = Math.Max(0, start - Context);
        yield return $"@@ line {shown + 1} @@";
        for (var i = shown; i < start; i++)
        {
            yield return " " + before[i];
        }
        for (var i = start; i < before.Length - end; i++)
        {
            yield return "-" + before[i];
        }
        for (var i = start; i < after.Length - end; i++)
        {
            yield return "+" + after[i];
        }
        for (var i = before.Length - end; i < Math.Min(before.Length, before.Length - end + Context); i++)
        {
            yield return " " + before[i];
        }
    }

    private static string[] TextLines(ReadOnlyMemory<byte> content) =>
        content.Length == 0 ? []
        : Utf8.IsValid(content.Span) ? Encoding.UTF8.GetString(content.Span).TrimEnd('\n').Split('\n')
        : [$"({content.Length} bytes, not text)"];
}

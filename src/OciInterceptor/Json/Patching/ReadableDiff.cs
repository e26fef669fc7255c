using System.Globalization;

namespace OciInterceptor.Json.Patching;

/// <summary>The difference between two versions of a document, for people: the removed and added lines with some context.</summary>
internal static class ReadableDiff
{
    private const int Context = 2;

    /// <summary>Lines that begin with "@@" and a JSON Pointer, with a blank, "-" or "+"; empty if the versions are equal.</summary>
    internal static List<string> Between(JsonValue before, JsonValue after)
    {
        if (ReferenceEquals(before, after))
        {
            return [];
        }
        return Hunks(Merge(IndentedJson.Lines(before), IndentedJson.Lines(after)));
    }

    private static List<(char Mark, IndentedLine Line, PointerStep? Place)> Merge(List<IndentedLine> old, List<IndentedLine> @new)
    {
        var merged = new List<(char, IndentedLine, PointerStep?)>(old.Count + @new.Count);
        int i = 0, j = 0;
        // A comma that appears or disappears because of a neighbour does not change its line.
        var common = CommonSubsequence.Of([.. old.Select(line => line.Text)], [.. @new.Select(line => line.Text)]);
        foreach (var (oldIndex, newIndex) in common.Append((old.Count, @new.Count)))
        {
            for (; i < oldIndex; i++)
            {
                merged.Add(('-', old[i], old[i].Place));
            }
            for (; j < newIndex; j++)
            {
                merged.Add(('+', @new[j], @new[j].Place));
            }
            if (i < old.Count)
            {
                merged.Add((' ', @new[j++], old[i++].Place));
            }
        }
        return merged;
    }

    private static List<string> Hunks(List<(char Mark, IndentedLine Line, PointerStep? Place)> lines)
    {
        var result = new List<string>();
        var shown = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Mark == ' ')
            {
                continue;
            }
            var start = Math.Max(shown, i - Context);
            if (shown == 0 || start > shown)
            {
                result.Add(string.Create(CultureInfo.InvariantCulture, $"@@ {PointerStep.Pointer(lines[i].Place)} @@"));
            }
            var end = Math.Min(i + Context + 1, lines.Count);
            result.AddRange(lines[start..end].Select(line => $"{line.Mark}{line.Line.Text}{line.Line.Comma}"));
            shown = end;
        }
        return result;
    }
}

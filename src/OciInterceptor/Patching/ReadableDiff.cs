using System.Globalization;
using OciInterceptor.Json;
using OciInterceptor.Spec;

namespace OciInterceptor.Patching;

/// <summary>What differs between two versions of a document, for people: lines that go and come, with some around them.</summary>
internal static class ReadableDiff
{
    private const int Context = 2;

    /// <summary>Lines that begin with "@@" and a JSON Pointer, with a blank, "-" or "+"; none when the versions are equal.</summary>
    internal static List<string> Between(JsonValue before, JsonValue after)
    {
        var old = IndentedJson.Lines(before);
        var @new = IndentedJson.Lines(after);
        return Hunks(Merge(old, @new));
    }

    // A comma that comes or goes because of a neighbour is no change of its line.
    private static string Key((string Text, string Pointer) line) => line.Text.TrimEnd(',');

    private static List<(char Mark, string Text, string Pointer)> Merge(List<(string Text, string Pointer)> old, List<(string Text, string Pointer)> @new)
    {
        var merged = new List<(char, string, string)>(old.Count + @new.Count);
        int i = 0, j = 0;
        var common = CommonSubsequence.Of([.. old.Select(Key)], [.. @new.Select(Key)]);
        foreach (var (oldIndex, newIndex) in common.Append((old.Count, @new.Count)))
        {
            for (; i < oldIndex; i++)
            {
                merged.Add(('-', old[i].Text, old[i].Pointer));
            }
            for (; j < newIndex; j++)
            {
                merged.Add(('+', @new[j].Text, @new[j].Pointer));
            }
            if (i < old.Count && j < @new.Count)
            {
                merged.Add((' ', @new[j++].Text, old[i++].Pointer));
            }
        }
        return merged;
    }

    private static List<string> Hunks(List<(char Mark, string Text, string Pointer)> lines)
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
                result.Add(string.Create(CultureInfo.InvariantCulture, $"@@ {lines[i].Pointer} @@"));
            }
            var end = i;
            while (end < lines.Count && end <= i + Context)
            {
                i = lines[end].Mark == ' ' ? i : end;
                end++;
            }
            result.AddRange(lines[start..end].Select(line => $"{line.Mark}{line.Text}"));
            shown = end;
        }
        return result;
    }
}

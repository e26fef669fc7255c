namespace OciInterceptor.Collections;

/// <summary>Finds the longest common subsequence of two lists of strings: the strings that a rule left alone.</summary>
internal static class CommonSubsequence
{
    // Above this many pairs the middle of two lists is matched greedily: correct, but not the longest.
    private const long MostPairs = 4_000_000;

    /// <summary>The positions of the common strings in both lists, in order.</summary>
    internal static List<(int Old, int New)> Of(ImmutableArray<string?> old, ImmutableArray<string> texts)
    {
        var start = 0;
        while (start < old.Length && start < texts.Length && old[start] == texts[start])
        {
            start++;
        }
        var (oldEnd, newEnd) = (old.Length, texts.Length);
        while (oldEnd > start && newEnd > start && old[oldEnd - 1] == texts[newEnd - 1])
        {
            oldEnd--;
            newEnd--;
        }
        var common = new List<(int, int)>(texts.Length);
        AddRun(common, 0, 0, start);
        if ((long)(oldEnd - start) * (newEnd - start) <= MostPairs)
        {
            AddLongest(common, old, texts, start, oldEnd, newEnd);
        }
        else
        {
            AddGreedily(common, old, texts, start, oldEnd, newEnd);
        }
        AddRun(common, oldEnd, newEnd, old.Length - oldEnd);
        return common;
    }

    private static void AddRun(List<(int, int)> common, int old, int @new, int length)
    {
        for (var i = 0; i < length; i++)
        {
            common.Add((old + i, @new + i));
        }
    }

    // lengths[i, j]: the length of the longest one from old item i and new item j on.
    private static void AddLongest(List<(int, int)> common, ImmutableArray<string?> old, ImmutableArray<string> texts, int start, int oldEnd, int newEnd)
    {
        var (rows, columns) = (oldEnd - start, newEnd - start);
        var lengths = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                lengths[i, j] = old[start + i] == texts[start + j]
                    ? lengths[i + 1, j + 1] + 1
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }
        for (int i = 0, j = 0; i < rows && j < columns;)
        {
            if (old[start + i] == texts[start + j])
            {
                common.Add((start + i++, start + j++));
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }

    private static void AddGreedily(List<(int, int)> common, ImmutableArray<string?> old, ImmutableArray<string> texts, int start, int oldEnd, int newEnd)
    {
        var places = new TextIndex(old.AsSpan());
        // Removed strings can shift a string only this far; one that is farther away was moved.
        var reach = Math.Max(oldEnd - newEnd, 0) + 64;
        var next = start;
        for (var j = start; j < newEnd; j++)
        {
            var i = places.Find(texts[j], next);
            if (i >= 0 && i < oldEnd && i <= j + reach)
            {
                common.Add((i, j));
                next = i + 1;
            }
        }
    }
}

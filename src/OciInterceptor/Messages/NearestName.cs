namespace OciInterceptor.Messages;

/// <summary>Finds the known word that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>", did you mean …?" for the nearest of the known words; empty when none is near, and nothing is near to the empty word.</summary>
    internal static string Hint(string word, IEnumerable<string> known)
    {
        string? best = null;
        var least = Math.Max(2, word.Length / 3) + 1;
        foreach (var candidate in known)
        {
            if (candidate.Length > 0 && word.Length > 0 && Distance(word, candidate) is var distance && distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }
        return best is not null ? $", did you mean \"{best}\"?" : "";
    }

    /// <summary>Whether more than half of a word differs from another, beside the letters that it shares with any.</summary>
    internal static bool IsFar(string word, string other, int shared) => Distance(word, other) * 2 > word.Length - shared;

    // Levenshtein's: insertions, deletions and substitutions, without regard to letter case.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }
        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i]) == char.ToLowerInvariant(b[j]) ? 0 : 1;
                (diagonal, row[j + 1]) = (row[j + 1], Math.Min(Math.Min(row[j], row[j + 1]) + 1, diagonal + cost));
            }
        }
        return row[^1];
    }
}

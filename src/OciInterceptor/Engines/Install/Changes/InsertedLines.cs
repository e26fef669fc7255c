namespace OciInterceptor.Engines.Install.Changes;

/// <summary>Shows lines that were put into a text, or taken out of it, in several places: as installations do.</summary>
internal static class InsertedLines
{
    private const int Context = 2;

    /// <summary>Null if lines are both removed and added.</summary>
    internal static List<string>? Between(string[] before, string[] after) =>
        after.Length >= before.Length ? Show(before, after, '+') : Show(after, before, '-');

    private static List<string>? Show(string[] few, string[] many, char sign)
    {
        // Compared from the end, so that a block includes the blank line before it.
        var isCommon = new bool[many.Length];
        var left = few.Length;
        for (var i = many.Length - 1; i >= 0; i--)
        {
            if (left > 0 && many[i] == few[left - 1])
            {
                isCommon[i] = true;
                left--;
            }
        }
        return left == 0 ? Lines(many, isCommon, sign) : null;
    }

    private static List<string> Lines(string[] many, bool[] isCommon, char sign)
    {
        var lines = new List<string>();
        var shown = 0;
        for (var i = 0; i < many.Length; i++)
        {
            if (isCommon[i])
            {
                continue;
            }
            var start = Math.Max(shown, i - Context);
            if (start > shown || lines.Count == 0)
            {
                lines.Add($"@@ line {start + 1} @@");
            }
            for (var j = start; j < i; j++)
            {
                lines.Add(" " + many[j]);
            }
            for (; i < many.Length && !isCommon[i]; i++)
            {
                lines.Add(sign + many[i]);
            }
            for (shown = i; shown < Math.Min(many.Length, i + Context) && isCommon[shown]; shown++)
            {
                lines.Add(" " + many[shown]);
            }
            i = shown - 1;
        }
        return lines;
    }
}

namespace OciInterceptor.Json.Patching;

/// <summary>Cuts two versions of an array into stretches that end in an item common to both.</summary>
internal static class ItemAlignment
{
    // After so many comparisons an item is looked for in the next place only: correct, but not the smallest difference.
    private const int MostComparisons = 1_000_000;

    /// <summary>The ends of the stretches, in the old and in the new version.</summary>
    internal static ImmutableArray<(int OldEnd, int NewEnd)> Of(ImmutableArray<JsonValue> before, ImmutableArray<JsonValue> after)
    {
        // As many as before: each item's successor is the one in its place.
        if (before.Length == after.Length)
        {
            return [(before.Length, after.Length)];
        }
        var ends = ImmutableArray.CreateBuilder<(int, int)>();
        var (next, left) = (0, MostComparisons);
        for (var j = 0; j < after.Length; j++)
        {
            var end = Math.Min(before.Length, next + Math.Max(left, 1));
            for (var i = next; i < end; i++)
            {
                left--;
                if (JsonValue.Same(before[i], after[j]))
                {
                    ends.Add((i, j));
                    ends.Add((i + 1, j + 1));
                    next = i + 1;
                    break;
                }
            }
        }
        ends.Add((before.Length, after.Length));
        return ends.DrainToImmutable();
    }
}

namespace OciInterceptor.Json.Patching;

/// <summary>Splits two versions of an array into sections, each of which but the first begins with a common item.</summary>
internal static class ItemAlignment
{
    // After this many comparisons an item is looked for only at the next position: correct, but not the smallest difference.
    private const int MostComparisons = 1_000_000;

    /// <summary>The ends of the sections, in the old and in the new version.</summary>
    internal static ImmutableArray<(int OldEnd, int NewEnd)> Of(ImmutableArray<JsonValue> before, ImmutableArray<JsonValue> after)
    {
        // If the number of items is unchanged, each is paired with the one at its index.
        if (before.Length == after.Length)
        {
            return [(before.Length, after.Length)];
        }
        Dictionary<JsonValue, int>? places = null;
        var ends = ImmutableArray.CreateBuilder<(int, int)>();
        var (next, left) = (0, MostComparisons);
        for (var j = 0; j < after.Length; j++)
        {
            // Most items are those that no rule changed: the same instances, and most of these follow one another.
            if (next == before.Length)
            {
                break;
            }
            if (ReferenceEquals(before[next], after[j]))
            {
                Begin(next, j);
                continue;
            }
            places ??= PlacesOf(before);
            if (places.TryGetValue(after[j], out var place) && place >= next)
            {
                Begin(place, j);
                continue;
            }
            var end = Math.Min(before.Length, next + Math.Max(left, 1));
            for (var i = next; i < end; i++)
            {
                left--;
                if (JsonValue.Same(before[i], after[j]))
                {
                    Begin(i, j);
                    break;
                }
            }
        }
        ends.Add((before.Length, after.Length));
        return ends.DrainToImmutable();

        // What is left of the section before ends here; the two items come first in the new one.
        void Begin(int old, int @new)
        {
            ends.Add((old, @new));
            next = old + 1;
        }
    }
    private static Dictionary<JsonValue, int> PlacesOf(ImmutableArray<JsonValue> items)
    {
        var places = new Dictionary<JsonValue, int>(items.Length, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < items.Length; i++)
        {
            places.TryAdd(items[i], i);
        }
        return places;
    }
}

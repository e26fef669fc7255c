namespace OciInterceptor.Json.Patching;

/// <summary>
/// Splits two versions of an array into sections, each of which but the first begins with a common item. Those that follow it in both
/// are in its section.
/// </summary>
internal static class ItemAlignment
{
    // After this many comparisons an item is looked for only at the next position: correct, but not the smallest difference.
    private const int MostComparisons = 1_000_000;

    // How many items are looked at before an index of all is made.
    private const int Near = 16;

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
        var (next, left, offset) = (0, MostComparisons, 0);
        for (var j = 0; j < after.Length; j++)
        {
            // Most items are those that no rule changed: the same instances, and most of these follow one another.
            if (next == before.Length)
            {
                break;
            }
            if (ReferenceEquals(before[next], after[j]))
            {
                // Within a section, items are paired in order: the one behind a pair needs no section of its own.
                if (next - j == offset)
                {
                    next++;
                }
                else
                {
                    Begin(next, j);
                }
                continue;
            }
            // Before all places are noted, the next few are looked at: where items were removed, it is one of these.
            var place = PlaceNear(before, next, after[j]);
            if (place < 0 && (places ??= PlacesOf(before)).TryGetValue(after[j], out var known))
            {
                place = known;
            }
            if (place >= next)
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
            (next, offset) = (old + 1, old - @new);
        }
    }

    private static int PlaceNear(ImmutableArray<JsonValue> items, int next, JsonValue item)
    {
        for (var i = next; i < Math.Min(items.Length, next + Near); i++)
        {
            if (ReferenceEquals(items[i], item))
            {
                return i;
            }
        }
        return -1;
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

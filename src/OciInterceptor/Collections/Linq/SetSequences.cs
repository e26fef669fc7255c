namespace OciInterceptor.Collections.Linq;

/// <summary>Set operations on sequences, and sorting; see <see cref="Sequences"/>.</summary>
internal static class SetSequences
{
    /// <summary>Each distinct item once, at its first position.</summary>
    internal static IEnumerable<T> Distinct<T>(this IEnumerable<T> items) => items.DistinctBy(item => item);

    /// <summary>The first item with each key.</summary>
    internal static IEnumerable<T> DistinctBy<T, TKey>(this IEnumerable<T> items, Func<T, TKey> keyOf)
    {
        var seen = new HashSet<TKey>();
        foreach (var item in items)
        {
            if (seen.Add(keyOf(item)))
            {
                yield return item;
            }
        }
    }

    /// <summary>The items by their keys; keys and items in the order in which they come.</summary>
    internal static List<(TKey Key, List<T> Items)> GroupBy<T, TKey>(this IEnumerable<T> items, Func<T, TKey> keyOf)
        where TKey : notnull
    {
        var groups = new List<(TKey Key, List<T> Items)>();
        var places = new Dictionary<TKey, int>();
        foreach (var item in items)
        {
            var key = keyOf(item);
            if (!places.TryGetValue(key, out var place))
            {
                places[key] = place = groups.Count;
                groups.Add((key, []));
            }
            groups[place].Items.Add(item);
        }
        return groups;
    }

    /// <summary>The items that <paramref name="others"/> does not contain.</summary>
    internal static IEnumerable<T> Except<T>(this IEnumerable<T> items, IEnumerable<T> others)
    {
        var seen = new HashSet<T>(others);
        return items.Where(item => !seen.Contains(item));
    }

    /// <summary>The items that <paramref name="others"/> contains as well.</summary>
    internal static IEnumerable<T> Intersect<T>(this IEnumerable<T> items, IEnumerable<T> others)
    {
        var seen = new HashSet<T>(others);
        return items.Where(seen.Contains);
    }

    /// <summary>The items in order; the order of equal items is unspecified.</summary>
    internal static List<T> Order<T>(this IEnumerable<T> items, IComparer<T> comparer)
    {
        var ordered = items.ToList();
        ordered.Sort(comparer);
        return ordered;
    }
}

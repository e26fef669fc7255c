using OciInterceptor.Evidence;

namespace OciInterceptor.Commands.Replay;

/// <summary>Counts calls by what they have in common. Authors choose the names of images, so there are not more than a number of groups.</summary>
internal sealed class ReplayGroups
{
    /// <summary>How many of the most frequent ones are shown.</summary>
    internal const int Shown = 5;

    /// <summary>How many groups are kept apart.</summary>
    internal const int MaxCount = 10_000;

    private static readonly Comparer<ReplayGroup> _mostFrequentFirst = Comparer<ReplayGroup>.Create(static (one, other) =>
        one.Count != other.Count ? other.Count.CompareTo(one.Count) : string.CompareOrdinal(one.Name, other.Name));

    private readonly Dictionary<string, ReplayGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>The most frequent groups.</summary>
    internal List<ReplayGroup> Top => _groups.Values.Order(_mostFrequentFirst).Take(Shown).ToList();

    internal int Count => _groups.Count;

    /// <summary>How many calls were in no group, because there were too many groups.</summary>
    internal long LeftOut { get; private set; }

    internal void Add(string name, ReplayedCall call)
    {
        name = Excerpt.Of(name);
        if (!_groups.TryGetValue(name, out var group))
        {
            if (_groups.Count >= MaxCount)
            {
                LeftOut++;
                return;
            }
            _groups[name] = new ReplayGroup(name, 1, call.Call.Name, call.Detail());
            return;
        }
        // The order in which a directory lists its files is not the same everywhere.
        _groups[name] = string.CompareOrdinal(call.Call.Name, group.Example) < 0
            ? new ReplayGroup(name, group.Count + 1, call.Call.Name, call.Detail())
            : group with { Count = group.Count + 1 };
    }
}

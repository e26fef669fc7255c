namespace OciInterceptor.Commands.Report;

/// <summary>Tallies by key, of a bounded number: who may start containers may write any number of different lines.</summary>
/// <param name="most">How many keys have a tally of their own.</param>
/// <param name="restOf">Maps a key that arrives when the table is full to the key that counts all such keys.</param>
internal sealed class Tallies<TKey, TTally>(int most, Func<TKey, TKey> restOf)
    where TKey : notnull
    where TTally : new()
{
    private readonly Dictionary<TKey, TTally> _tallies = [];

    internal TTally this[TKey key]
    {
        get
        {
            if (_tallies.TryGetValue(key, out var known))
            {
                return known;
            }
            key = _tallies.Count < most ? key : restOf(key);
            return _tallies.TryGetValue(key, out known) ? known : _tallies[key] = new TTally();
        }
    }

    /// <summary>In no order.</summary>
    internal IReadOnlyCollection<KeyValuePair<TKey, TTally>> All => _tallies;
}

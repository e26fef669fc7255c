namespace Fuzz.Running;

/// <summary>The inputs that each reached something new; those that the product takes, and late ones, are chosen more often.</summary>
internal sealed class Corpus
{
    private readonly List<(byte[] Input, bool IsTaken)> _entries = [];

    internal int Count => _entries.Count;

    internal IEnumerable<byte[]> Inputs => _entries.Select(entry => entry.Input);

    internal void Add(byte[] input, bool isTaken) => _entries.Add((input, isTaken));

    internal byte[] Choose(Random random)
    {
        var place = random.Next(3) == 0 ? _entries.Count - 1 - random.Next(Math.Min(_entries.Count, 1 + (_entries.Count / 8))) : random.Next(_entries.Count);
        return _entries[place].IsTaken || random.Next(4) == 0 ? _entries[place].Input : _entries[random.Next(_entries.Count)].Input;
    }
}

namespace Fuzz.Mutation;

/// <summary>The mutators for each form of input. One that is listed more often is used more often.</summary>
internal static class MutatorSet
{
    internal static IReadOnlyList<IMutator> OfJson(byte[][] words)
    {
        var json = new JsonMutator(words);
        return [json, json, json, json, json, new WordMutator(words), new ByteMutator(), new SpliceMutator()];
    }

    internal static IReadOnlyList<IMutator> OfLines(byte[][] words)
    {
        var lines = new LineMutator(words);
        return [lines, lines, lines, new WordMutator(words), new WordMutator(words), new ByteMutator(), new SpliceMutator()];
    }

    internal static IReadOnlyList<IMutator> OfArguments(byte[][] words)
    {
        var arguments = new ArgumentMutator(words);
        return [arguments, arguments, arguments, arguments, new ByteMutator(), new SpliceMutator()];
    }
}

namespace Fuzz.Mutation;

/// <summary>Puts words of the field where words are.</summary>
internal sealed class WordMutator(byte[][] words) : IMutator
{
    public byte[] Mutate(byte[] input, byte[] other, Random random)
    {
        var at = random.Next(input.Length + 1);
        if (random.Next(3) == 0)
        {
            return input.Insert(at, words.Any(random));
        }
        var (start, end) = (at, at);
        while (start > 0 && IsOfWord(input[start - 1]))
        {
            start--;
        }
        while (end < input.Length && IsOfWord(input[end]))
        {
            end++;
        }
        return input.Replace(start, end, words.Any(random));
    }

    private static bool IsOfWord(byte sign) => char.IsAsciiLetterOrDigit((char)sign) || sign is (byte)'_' or (byte)'-' or (byte)'/' or (byte)'.';
}

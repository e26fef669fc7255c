namespace Fuzz.Mutation;

/// <summary>Puts a part of another input into one, or the end of one behind the beginning of the other.</summary>
internal sealed class SpliceMutator : IMutator
{
    public byte[] Mutate(byte[] input, byte[] other, Random random)
    {
        var (start, end) = other.AnyPart(random, 1024);
        var at = random.Next(input.Length + 1);
        return random.Next(3) switch
        {
            0 => [.. input.AsSpan(0, at), .. other.AsSpan(start)],
            1 => input.Replace(at, Math.Min(input.Length, at + end - start), other.AsSpan(start, end - start)),
            _ => input.Insert(at, other.AsSpan(start, end - start)),
        };
    }
}

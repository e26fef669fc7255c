namespace Fuzz.Mutation;

/// <summary>New byte arrays out of parts of others.</summary>
internal static class Bytes
{
    /// <summary>With a part exchanged for another.</summary>
    internal static byte[] Replace(this byte[] input, int start, int end, ReadOnlySpan<byte> part) => [.. input.AsSpan(0, start), .. part, .. input.AsSpan(end)];

    internal static byte[] Insert(this byte[] input, int at, ReadOnlySpan<byte> part) => input.Replace(at, at, part);

    internal static byte[] Remove(this byte[] input, int start, int end) => input.Replace(start, end, default);

    /// <summary>A part that lies anywhere, up to so many bytes.</summary>
    internal static (int Start, int End) AnyPart(this byte[] input, Random random, int most)
    {
        var start = random.Next(input.Length + 1);
        return (start, start + random.Next(Math.Min(most, input.Length - start) + 1));
    }

    internal static T Any<T>(this IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];
}

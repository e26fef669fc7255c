namespace Fuzz.Mutation;

/// <summary>Changes bytes without knowing what they mean.</summary>
internal sealed class ByteMutator : IMutator
{
    // What ends strings, lines and encodings: NUL, line ends, a byte order mark, truncated and overlong UTF-8, half of a surrogate pair.
    private static readonly byte[][] _hostile =
    [
        [0], [0x0A], [0x0D, 0x0A], [0x0D], [0xEF, 0xBB, 0xBF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF], [0xF4, 0x90, 0x80, 0x80],
        [0xE2, 0x80, 0xAE], [0xE2, 0x80, 0xA8], [0xC5, 0xBF], [0xE2, 0x84, 0xAA], [0x1B, 0x5B], [0x7F], [0xC2, 0x85], "\\u0000"u8.ToArray(), "\\ud800"u8.ToArray(),
    ];

    private static readonly byte[] _signs = "{}[]\":,\\/#'=.-+*?!&%|>@`~ \t\n0123456789eE_<^$()"u8.ToArray();

    public byte[] Mutate(byte[] input, byte[] other, Random random)
    {
        var (start, end) = input.AnyPart(random, random.Next(4) == 0 ? 256 : 8);
        return random.Next(8) switch
        {
            0 when input.Length > 0 => Flip(input, random),
            1 when input.Length > 0 => Set(input, random),
            2 => input.Remove(start, end),
            3 => input.Insert(random.Next(input.Length + 1), input.AsSpan(start, end - start)),
            4 => input.Insert(start, [(byte)random.Next(256)]),
            5 => input.Insert(start, [_signs[random.Next(_signs.Length)]]),
            6 => input.Insert(start, _hostile.Any(random)),
            _ => random.Next(4) == 0 ? input[..start] : input.Replace(start, end, _hostile.Any(random)),
        };
    }

    private static byte[] Flip(byte[] input, Random random)
    {
        var copy = (byte[])input.Clone();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static byte[] Set(byte[] input, Random random)
    {
        var copy = (byte[])input.Clone();
        copy[random.Next(copy.Length)] = random.Next(2) == 0 ? _signs[random.Next(_signs.Length)] : (byte)random.Next(256);
        return copy;
    }
}

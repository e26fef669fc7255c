using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OciInterceptor.Json;

/// <summary>Finds the values in a text that is known to be well formed, one level at a time.</summary>
internal static class JsonScanner
{
    /// <summary>The value that starts at <paramref name="start"/>, and the offset just past it.</summary>
    internal static JsonValue ValueAt(JsonText text, int start, out int end)
    {
        end = EndOf(text, start);
        return Make(text, start, end);
    }

    /// <summary>The value between two offsets.</summary>
    internal static JsonValue Make(JsonText text, int start, int end) => text.Bytes[start] switch
    {
        (byte)'{' => new JsonObject(text, start, end),
        (byte)'[' => new JsonArray(text, start, end),
        _ => new JsonScalar(text, start, end),
    };

    /// <summary>The offset just past the value that starts at <paramref name="start"/>.</summary>
    internal static int EndOf(JsonText text, int start) => text.Bytes[start] switch
    {
        (byte)'"' => SkipString(text.Bytes, start),
        (byte)'{' or (byte)'[' => text.EndOf(start),
        _ => SkipPlain(text.Bytes, start),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int SkipSpace(ReadOnlySpan<byte> text, int at)
    {
        while (text[at] <= ' ' && text[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }
        return at;
    }

    internal static int SkipString(ReadOnlySpan<byte> text, int at) => SkipString(text, at, out _);

    /// <summary>The offset just past the string at <paramref name="at"/>, and whether it is spelled as it reads: in ASCII, without escapes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int SkipString(ReadOnlySpan<byte> text, int at, out bool isPlain)
    {
        // Most strings are shorter than a vector.
        if (text.Length - at > Vector128<byte>.Count)
        {
            var block = Vector128.Create(text.Slice(at + 1, Vector128<byte>.Count));
            var quotes = Vector128.Equals(block, Vector128.Create((byte)'"')).ExtractMostSignificantBits();
            var others = (block | Vector128.Equals(block, Vector128.Create((byte)'\\'))).ExtractMostSignificantBits();
            // Before the first quote.
            var inside = quotes - 1 & ~quotes;
            if (quotes != 0 && (others & inside) == 0)
            {
                isPlain = true;
                return at + 2 + BitOperations.TrailingZeroCount(quotes);
            }
        }
        return SkipAnyString(text, at, out isPlain);
    }

    private static int SkipAnyString(ReadOnlySpan<byte> text, int at, out bool isPlain)
    {
        isPlain = true;
        at++;
        while (text.Length - at >= Vector128<byte>.Count)
        {
            var block = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)at);
            var found = Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\'));
            var count = BitOperations.TrailingZeroCount(found.ExtractMostSignificantBits() | 1u << Vector128<byte>.Count);
            isPlain = isPlain && (block.ExtractMostSignificantBits() & ((1u << count) - 1)) == 0;
            at += count;
            if (count < Vector128<byte>.Count && IsAtEnd(text, ref at, ref isPlain))
            {
                return at;
            }
        }
        while (true)
        {
            isPlain = isPlain && text[at] < 0x80;
            if (text[at] is (byte)'"' or (byte)'\\')
            {
                if (IsAtEnd(text, ref at, ref isPlain))
                {
                    return at;
                }
                continue;
            }
            at++;
        }
    }

    // At a quote or a backslash: past it, or past what it escapes.
    private static bool IsAtEnd(ReadOnlySpan<byte> text, ref int at, ref bool isPlain)
    {
        var isEnd = text[at] == '"';
        isPlain = isPlain && isEnd;
        at += isEnd ? 1 : 2;
        return isEnd;
    }

    // A number or a literal runs to the next delimiter.
    private static int SkipPlain(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
        {
            at++;
        }
        return at;
    }
}

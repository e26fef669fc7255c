using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OciInterceptor.Json;

/// <summary>
/// Outlines a text in one vectorised pass if it is JSON (RFC 8259). Of a text that is not, it says nothing but that:
/// <see cref="System.Text.Json.Utf8JsonReader"/> decides about it. Strings are UTF-8 or not, as for that reader.
/// </summary>
internal static unsafe class StrictScanner
{
    /// <summary>Outlines the text. If <paramref name="isRelaxed"/>, a comma may follow the last value of an object or array, and is overwritten with a blank.</summary>
    /// <returns>Whether it is JSON, and no deeper than the outline may be. If not, the outline is of no use.</returns>
    internal static bool TryOutline(Span<byte> text, JsonOutline outline, bool isRelaxed)
    {
        fixed (byte* start = text)
        {
            return TryOutline(start, start + text.Length, outline, isRelaxed);
        }
    }

    private static bool TryOutline(byte* start, byte* end, JsonOutline outline, bool isRelaxed)
    {
        var at = SkipSpace(start, end);
        var isInObject = false;
        while (true)
        {
            if ((isInObject && (at = SkipName(at, end)) is null) || at == end)
            {
                return false;
            }
            outline.Count();
            if (*at is (byte)'{' or (byte)'[')
            {
                if (!outline.TryOpen((int)(at - start)))
                {
                    return false;
                }
                isInObject = *at == '{';
                at = SkipSpace(at + 1, end);
                if (at == end || *at != Closing(isInObject))
                {
                    continue;
                }
            }
            else if ((at = *at == '"' ? SkipString(at + 1, end) : SkipPlain(at, end)) is null)
            {
                return false;
            }
            // One value has ended, or the next byte is the end of an empty object or array.
            while (true)
            {
                at = SkipSpace(at, end);
                if (!outline.IsInside)
                {
                    return at == end;
                }
                if (at == end)
                {
                    return false;
                }
                var closing = Closing(isInObject);
                if (*at == ',')
                {
                    var comma = at;
                    at = SkipSpace(at + 1, end);
                    if (!isRelaxed || at == end || *at != closing)
                    {
                        break;
                    }
                    *comma = (byte)' ';
                }
                if (*at != closing)
                {
                    return false;
                }
                at++;
                outline.Close((int)(at - start));
                isInObject = outline.IsInside && start[outline.Innermost] == '{';
            }
        }
    }

    private static byte Closing(bool ofObject) => ofObject ? (byte)'}' : (byte)']';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* SkipSpace(byte* at, byte* end)
    {
        while (at < end && *at <= ' ' && *at is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }
        return at;
    }

    // Past the name and its colon; null without them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* SkipName(byte* at, byte* end)
    {
        if (at == end || *at != '"' || (at = SkipString(at + 1, end)) is null)
        {
            return null;
        }
        at = SkipSpace(at, end);
        return at < end && *at == ':' ? SkipSpace(at + 1, end) : null;
    }

    private static byte* SkipPlain(byte* at, byte* end) => *at switch
    {
        (byte)'t' => SkipWord(at, end, "true"u8),
        (byte)'f' => SkipWord(at, end, "false"u8),
        (byte)'n' => SkipWord(at, end, "null"u8),
        _ => SkipNumber(at, end),
    };

    private static byte* SkipWord(byte* at, byte* end, ReadOnlySpan<byte> word) =>
        new ReadOnlySpan<byte>(at, (int)(end - at)).StartsWith(word) ? at + word.Length : null;

    // From just past the opening quote to just past the closing one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* SkipString(byte* at, byte* end)
    {
        while ((at = FindSpecial(at, end)) < end && *at >= ' ')
        {
            if (*at == '"')
            {
                return at + 1;
            }
            if ((at = SkipEscape(at + 1, end)) is null)
            {
                return null;
            }
        }
        return null;
    }

    // The next quote, backslash or control character, or the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* FindSpecial(byte* at, byte* end)
    {
        for (; end - at >= Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var block = Vector128.Load(at);
            var special = Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\'))
                | Vector128.Equals(Vector128.Min(block, Vector128.Create((byte)0x1f)), block);
            if (special != Vector128<byte>.Zero)
            {
                return at + BitOperations.TrailingZeroCount(special.ExtractMostSignificantBits());
            }
        }
        while (at < end && *at >= ' ' && *at is not ((byte)'"' or (byte)'\\'))
        {
            at++;
        }
        return at;
    }

    private static byte* SkipEscape(byte* at, byte* end)
    {
        if (at == end)
        {
            return null;
        }
        switch (*at)
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return at + 1;
            case (byte)'u' when end - at >= 5 && char.IsAsciiHexDigit((char)at[1]) && char.IsAsciiHexDigit((char)at[2])
                    && char.IsAsciiHexDigit((char)at[3]) && char.IsAsciiHexDigit((char)at[4]):
                return at + 5;
            default:
                return null;
        }
    }

    private static byte* SkipNumber(byte* at, byte* end)
    {
        at += *at == '-' ? 1 : 0;
        at = at < end && *at == '0' ? at + 1 : SkipDigits(at, end);
        if (at is not null && at < end && *at == '.')
        {
            at = SkipDigits(at + 1, end);
        }
        if (at is not null && at < end && *at is (byte)'e' or (byte)'E')
        {
            at++;
            at += at < end && *at is (byte)'+' or (byte)'-' ? 1 : 0;
            at = SkipDigits(at, end);
        }
        return at;
    }

    // Null without one.
    private static byte* SkipDigits(byte* at, byte* end)
    {
        var first = at;
        while (at < end && char.IsAsciiDigit((char)*at))
        {
            at++;
        }
        return at > first ? at : null;
    }
}

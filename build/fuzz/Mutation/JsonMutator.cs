using System.Text;
using System.Text.Json;

namespace Fuzz.Mutation;

/// <summary>
/// Changes JSON as JSON: repeats members in other spellings, exchanges values and their types, nests, and respells. What comes out is mostly
/// JSON again, so that the mutants reach what lies behind the parser.
/// </summary>
internal sealed class JsonMutator(byte[][] words) : IMutator
{
    private static readonly byte[][] _values =
    [
        .. ((string[])["null", "{}", "[]", "\"\"", "0", "-0", "-1", "1", "true", "false", "1e3", "1.5", "0.1e-7", "1E400", "4294967296", "9007199254740993", "9223372036854775807", "9223372036854775808",
            "-9223372036854775808", "18446744073709551615", "123456789012345678901234567890", "[null]", "[{}]", "[[]]", "{\"\":null}", "{\"a\":1,\"a\":2}", "\"ro\"", "\"/\"", "\"..\"", "\"*\"", "\"\\u0000\"",
            "\"\\ud800\"", "\"\\ufffd\"", "\"é\"", "\"evil\"", "\"/evil\"", "\"B=evil\"", "[\"CAP_SYS_ADMIN\"]",
            "\"evil\\u0000\"", "\"evil\\u0000x\"", "\"/evil\\u0000\"", "[\"evil\\u0000\"]", "[\"B=evil\\u0000\"]", "[\"CAP_SYS_ADMIN\\u0000\"]"]).Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xFF, (byte)'"'], [(byte)'"', 0xE2, 0x82, (byte)'"'],
    ];

    public byte[] Mutate(byte[] input, byte[] other, Random random)
    {
        var parts = JsonPart.Of(input);
        if (parts.Count == 0)
        {
            return input;
        }
        var part = parts.Any(random);
        return random.Next(12) switch
        {
            0 or 1 when Member(parts, random) is { } member => Repeat(input, member, random),
            2 when Member(parts, random) is { } member => input.Replace(member.NameStart, member.NameEnd, Name(input, member, random)),
            3 => Remove(input, part, random),
            4 or 5 => input.Replace(part.Start, part.End, Value(random)),
            6 when parts.Any(random) is var from => input.Replace(part.Start, part.End, input.AsSpan(from.Start, from.End - from.Start)),
            7 when JsonPart.Of(other) is { Count: > 0 } others && others.Any(random) is var from => input.Replace(part.Start, part.End, other.AsSpan(from.Start, from.End - from.Start)),
            8 when String(parts, random) is { } text => input.Replace(text.Start, text.End, JsonSpelling.Other(input[text.Start..text.End], random)),
            9 => Nest(input, part, random),
            10 => Add(input, part, random),
            _ => random.Next(3) switch
            {
                0 => input.Insert(part.Start, " \t\n\r"u8.Slice(random.Next(4), 1)),
                1 => input.Insert(random.Next(4) == 0 ? 0 : part.End, random.Next(2) == 0 ? "\uFEFF"u8 : "/**/"u8),
                _ => input.Replace(part.Start, part.End, [(byte)'"', .. words.Any(random), (byte)'"']),
            },
        };
    }

    /// <summary>Each string and each name in each other spelling, and each member twice with such a name, before and after.</summary>
    public IEnumerable<byte[]> Variants(byte[] input)
    {
        foreach (var part in JsonPart.Of(input))
        {
            foreach (var text in part.Kind == JsonTokenType.String ? JsonSpelling.All(input[part.Start..part.End]) : [])
            {
                yield return input.Replace(part.Start, part.End, text);
            }
            var own = input[part.NameStart..part.NameEnd];
            foreach (var name in part.IsMember ? JsonSpelling.All(own).Append(own) : [])
            {
                yield return input.Replace(part.NameStart, part.NameEnd, name);
                yield return input.Insert(part.NameStart, [.. name, (byte)':', .. input.AsSpan(part.Start, part.End - part.Start), (byte)',']);
                yield return input.Insert(part.End, [(byte)',', .. name, (byte)':', .. "null"u8]);
            }
        }
    }

    private byte[] Value(Random random) => random.Next(3) == 0 ? [(byte)'"', .. words.Any(random), (byte)'"'] : _values.Any(random);

    private byte[] Name(byte[] input, JsonPart member, Random random) =>
        random.Next(5) == 0 ? [(byte)'"', .. words.Any(random), (byte)'"'] : JsonSpelling.Other(input[member.NameStart..member.NameEnd], random);

    // The same member again, before or after, in another spelling or not, with another value or not.
    private byte[] Repeat(byte[] input, JsonPart member, Random random)
    {
        var name = random.Next(4) == 0 ? input[member.NameStart..member.NameEnd] : JsonSpelling.Other(input[member.NameStart..member.NameEnd], random);
        var value = random.Next(2) == 0 ? input[member.Start..member.End] : Value(random);
        return random.Next(2) == 0
            ? input.Insert(member.End, [(byte)',', .. name, (byte)':', .. value])
            : input.Insert(member.NameStart, [.. name, (byte)':', .. value, (byte)',']);
    }

    private byte[] Add(byte[] input, JsonPart part, Random random)
    {
        var value = Value(random);
        if (part.Kind is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return part.IsMember ? Repeat(input, part, random) : input.Insert(part.Start, value);
        }
        byte[] added = part.Kind == JsonTokenType.StartObject ? [(byte)'"', .. words.Any(random), (byte)'"', (byte)':', .. value] : value;
        var isEmpty = input.AsSpan(part.Start + 1, part.End - part.Start - 2).Trim(" \t\r\n"u8).IsEmpty;
        return input.Insert(part.Start + 1, isEmpty ? added : [.. added, (byte)',']);
    }

    // With the comma that separates it from a neighbour, mostly.
    private static byte[] Remove(byte[] input, JsonPart part, Random random)
    {
        var (start, end) = (part.NameStart, part.End);
        var after = end + input.AsSpan(end).IndexOfAnyExcept(" \t\r\n"u8);
        if (after >= end && input[after] == ',')
        {
            end = after + 1;
        }
        else if (input.AsSpan(0, start).LastIndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var before && input[before] == ',')
        {
            start = before;
        }
        return random.Next(10) == 0 ? input.Remove(part.Start, part.End) : input.Remove(start, end);
    }

    private static byte[] Nest(byte[] input, JsonPart part, Random random)
    {
        var depth = random.Next(40) switch { 0 => random.Next(12_000), 1 or 2 => random.Next(600), _ => random.Next(1, 4) };
        var isArray = random.Next(2) == 0;
        byte[] before = [.. Enumerable.Repeat(isArray ? "["u8.ToArray() : "{\"x\":"u8.ToArray(), depth).SelectMany(sign => sign)];
        byte[] after = [.. Enumerable.Repeat(isArray ? (byte)']' : (byte)'}', depth)];
        return input.Replace(part.Start, part.End, [.. before, .. input.AsSpan(part.Start, part.End - part.Start), .. after]);
    }

    private static JsonPart? Member(List<JsonPart> parts, Random random) => Some(parts, static part => part.IsMember, random);

    private static JsonPart? String(List<JsonPart> parts, Random random) => Some(parts, static part => part.Kind == JsonTokenType.String, random);

    private static JsonPart? Some(List<JsonPart> parts, Predicate<JsonPart> isWanted, Random random)
    {
        var start = random.Next(parts.Count);
        var found = parts.FindIndex(start, isWanted);
        found = found < 0 ? parts.FindIndex(isWanted) : found;
        return found < 0 ? null : parts[found];
    }
}

using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace OciInterceptor.Json;

/// <summary>
/// JSON as people write it in configuration files, with // and /* */ comments and trailing commas. Both are replaced by white space
/// of the same length, so that the positions in errors are the file's own.
/// </summary>
internal static class CommentedJson
{
    /// <summary>How deep a file may nest: far deeper than any real file, yet shallow enough to recurse through.</summary>
    internal const int MaxDepth = 500;

    /// <exception cref="JsonFormatException">What is left is not one JSON value.</exception>
    internal static JsonValue Parse(byte[] bytes, string name)
    {
        var text = (byte[])bytes.Clone();
        BlankComments(text);
        var value = JsonText.ParseRelaxed(text, name, MaxDepth);
        RequireText(value, text);
        return value;
    }

    // Bytes that are not a character, and NUL, which ends a string in C, could never match or be written as anybody meant.
    private static void RequireText(JsonValue value, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            throw value.Text!.Error(LengthOfValid(text), "these bytes are not UTF-8");
        }
        // Every backslash is in a string now, and begins an escape.
        for (var at = text.IndexOf((byte)'\\'); at >= 0;)
        {
            var length = text[at + 1] == 'u' ? LengthOfUnit(value, text, at) : 2;
            var next = text[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + length + next;
        }
    }

    private static int LengthOfUnit(JsonValue value, ReadOnlySpan<byte> text, int at)
    {
        var unit = JsonString.CodeUnit(text[(at + 2)..]);
        var isPair = char.IsHighSurrogate(unit) && text[at + 6] == '\\' && text[at + 7] == 'u' && char.IsLowSurrogate(JsonString.CodeUnit(text[(at + 8)..]));
        return isPair ? 12
            : unit == 0 ? throw value.Text!.Error(at, "the character U+0000 is not allowed in a policy")
            : char.IsSurrogate(unit) ? throw value.Text!.Error(at, "an unpaired surrogate is not a character")
            : 6;
    }

    private static int LengthOfValid(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(text[length..], out _, out var consumed) == OperationStatus.Done)
        {
            length += consumed;
        }
        return length;
    }

    private static void BlankComments(Span<byte> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at = EndOfString(text, at);
            }
            else if (text[at] == '/' && at + 1 < text.Length && text[at + 1] is (byte)'/' or (byte)'*')
            {
                at = BlankComment(text, at);
            }
        }
    }

    private static int BlankComment(Span<byte> text, int start)
    {
        var isLine = text[start + 1] == '/';
        // A carriage return alone ends a line too: an editor shows what follows it as no comment.
        var length = isLine ? text[start..].IndexOfAny((byte)'\n', (byte)'\r') : text[(start + 2)..].IndexOf("*/"u8) + 4;
        // An open comment is left for the parser to report.
        if (!isLine && length == 3)
        {
            return text.Length;
        }
        var end = length < 0 ? text.Length : start + length;
        for (var at = start; at < end; at++)
        {
            text[at] = text[at] == '\n' ? (byte)'\n' : (byte)' ';
        }
        return end - 1;
    }

    // The closing quote, or the last byte of a string that never ends.
    private static int EndOfString(ReadOnlySpan<byte> text, int at)
    {
        while (++at < text.Length)
        {
            var length = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
            {
                break;
            }
            at += length;
            if (text[at] == '"')
            {
                return at;
            }
            at++;
        }
        return text.Length - 1;
    }
}

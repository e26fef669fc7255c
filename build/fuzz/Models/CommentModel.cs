namespace Fuzz.Models;

/// <summary>Which bytes of a text are comments, as JavaScript has them.</summary>
internal static class CommentModel
{
    /// <summary>The text with blanks for its comments; one that never ends is left.</summary>
    internal static byte[] Blank(ReadOnlySpan<byte> text)
    {
        var blank = text.ToArray();
        var isString = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (isString)
            {
                isString = text[i] != '"';
                i += text[i] == '\\' ? 1 : 0;
                continue;
            }
            isString = text[i] == '"';
            var length = text[i..].StartsWith("//"u8) ? text[i..].IndexOfAny("\r\n"u8) is >= 0 and var line ? line : text.Length - i
                : text[i..].StartsWith("/*"u8) ? (text[(i + 2)..].IndexOf("*/"u8) is >= 0 and var end ? end + 4 : -1)
                : 0;
            if (length < 0)
            {
                return blank;
            }
            blank.AsSpan(i, length).Fill((byte)' ');
            i += Math.Max(length - 1, 0);
        }
        return blank;
    }
}

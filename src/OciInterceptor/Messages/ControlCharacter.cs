namespace OciInterceptor.Messages;

/// <summary>The one answer to which characters must not reach a terminal as they are.</summary>
internal static class ControlCharacter
{
    /// <summary>
    /// Whether a character controls a terminal (C0, DEL, C1), breaks a line, or changes the order or shape of the text around it
    /// (Unicode's bidirectional and deprecated format controls).
    /// </summary>
    internal static bool Is(char c) => c < ' ' || (c > '~' && (c <= '\u009F' || IsFormat(c)));

    /// <summary>Whether a text has such a character.</summary>
    internal static bool IsIn(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (Is(c))
            {
                return true;
            }
        }
        return false;
    }

    // Arabic letter mark; left-to-right and right-to-left mark; line and paragraph separator, embeddings and overrides; isolates and
    // the deprecated controls after them; interlinear annotation.
    private static bool IsFormat(char c) =>
        c is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u206F') or (>= '\uFFF9' and <= '\uFFFB');
}

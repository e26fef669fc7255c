using System.Globalization;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Output;

/// <summary>
/// What a terminal is about to show, with every control character escaped except line breaks, tabs and our own colours. Commands escape
/// what others wrote themselves; this covers output that must be the same bytes in a file or a pipe.
/// </summary>
internal static class TerminalText
{
    internal static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> output) => Encoding.UTF8.GetBytes(Of(Encoding.UTF8.GetString(output)));

    internal static string Of(string output)
    {
        if (!ControlCharacter.IsIn(output))
        {
            return output;
        }
        var text = new StringBuilder(output.Length);
        for (var i = 0; i < output.Length; i++)
        {
            var c = output[i];
            if (!ControlCharacter.Is(c) || c is '\n' or '\t' || ColourAt(output, i))
            {
                text.Append(c);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }
        return text.ToString();
    }

    // "ESC [ number m", as Terminal writes it.
    private static bool ColourAt(string text, int at)
    {
        if (text[at] != '\e' || at + 1 >= text.Length || text[at + 1] != '[')
        {
            return false;
        }
        var end = at + 2;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }
        return end > at + 2 && end < text.Length && text[end] == 'm';
    }
}

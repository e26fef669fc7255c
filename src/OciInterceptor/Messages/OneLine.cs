using System.Globalization;
using System.Text;

namespace OciInterceptor.Messages;

/// <summary>Text for a line of a log or a terminal: control characters, which a container's author may have chosen, are escaped.</summary>
internal static class OneLine
{
    internal static string Of(string text)
    {
        text = text.TrimEnd('\n');
        if (!ControlCharacter.IsIn(text))
        {
            return text;
        }
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = ControlCharacter.Is(c) ? line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : line.Append(c);
        }
        return line.ToString();
    }
}

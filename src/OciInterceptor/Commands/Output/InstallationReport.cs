using System.Text;

namespace OciInterceptor.Commands.Output;

/// <summary>Shows people what oi-install and oi-uninstall are about to do.</summary>
internal sealed class InstallationReport(Terminal terminal)
{
    /// <summary>Shows lines, coloured as those of a diff.</summary>
    internal void Show(string lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.TrimEnd('\n').Split('\n'))
        {
            var colour = line is [var sign, ..] ? ColourOf(sign) : Colour.None;
            text.Append(terminal.Coloured(line, colour)).Append('\n');
        }
        terminal.Tell(lines.Length == 0 ? "" : text.ToString());
    }

    private static Colour ColourOf(char sign) => sign switch
    {
        '-' => Colour.Red,
        '+' => Colour.Green,
        '@' => Colour.Cyan,
        ' ' => Colour.None,
        _ => Colour.Bold,
    };
}

using OciInterceptor.Linux.Files;

namespace OciInterceptor.Commands.Output;

/// <summary>Where a command shows text to a person.</summary>
internal sealed record Terminal
{
    /// <summary>Whether the standard output is a terminal that shows colours.</summary>
    internal bool HasColour { get; init; }

    /// <summary>How many columns it has; 80 where no terminal says it.</summary>
    internal int Width { get; init; } = StandardOutput.Columns ?? 80;

    /// <summary>Writes text at once, before the command has its result.</summary>
    internal Action<string> Tell { get; init; } = static text => StandardOutput.Write(StandardOutput.IsTerminal ? TerminalText.Of(text) : text);

    /// <summary>Shows how far long work is; null if the standard error is not a terminal.</summary>
    internal Action<string>? ShowProgress { get; init; }

    /// <summary>The text in a colour; plain if colours are off.</summary>
    internal string Coloured(string text, Colour colour) => HasColour && colour != Colour.None ? $"\e[{(int)colour}m{text}\e[0m" : text;
}

using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using OciInterceptor.Commands.CommandLine;

namespace OciInterceptor.Commands;

/// <summary>The help of a command, laid out by System.CommandLine, with examples at its end.</summary>
internal static class CommandHelp
{
    private const int MinWidth = 60;
    private const int MaxWidth = 120;

    /// <summary>The help, wrapped at the width, which is between 60 and 120 columns. Lines of examples are for copying, and are not wrapped.</summary>
    /// <param name="command">The command, whose options and arguments are described.</param>
    /// <param name="width">In columns.</param>
    /// <param name="usage">How it is called, a way on each line.</param>
    /// <param name="examples">Uses of it.</param>
    internal static string Of(Command command, int width, IEnumerable<string> usage, IReadOnlyList<CommandExample> examples)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var option = command.Options.FirstOrDefault(static known => known is HelpOption)!;
        ((HelpAction)option.Action!).MaxWidth = Math.Clamp(width, MinWidth, MaxWidth);
        command.Parse([option.Name]).Invoke(new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        // The library indents empty lines, too; and it has a form of its own for the usage, which ends with an empty line.
        var lines = output.ToString().Split('\n').Select(static line => line.TrimEnd()).ToList();
        var before = lines.IndexOf("Usage:") + 1;
        IEnumerable<string> all = [.. lines[..before], .. usage.Select(static way => $"  {way}"), .. lines[lines.IndexOf("", before)..]];
        var help = string.Join('\n', all).TrimEnd('\n');
        return $"{help}\n\nExamples:\n{string.Concat(examples.Select(static example => $"  {example.Purpose}:\n    {example.Line}\n"))}";
    }
}

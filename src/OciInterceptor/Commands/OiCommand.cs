using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>A command of ours, a verb that begins with oi-. It is created for each call.</summary>
internal abstract class OiCommand
{
    private protected OiCommand(string name, string summary, string details)
    {
        Summary = summary;
        Command = new Command(name, $"{summary}\n\n{details}\n\nFlags of oci-interceptor (--oi-config, --oi-profile …) come before the command.");
        Command.Options.Add(new HelpOption("--help", "-h") { Description = "show this help" });
    }

    internal string Name => Command.Name;

    /// <summary>One line for the list of commands.</summary>
    internal string Summary { get; }

    /// <summary>Whether an option of the runtime may be before the command.</summary>
    internal virtual bool Allows(string runtimeOption) => false;

    private protected Command Command { get; }

    /// <summary>Runs the command with the arguments after its name.</summary>
    /// <exception cref="InterceptorException">The arguments are wrong, or the command failed.</exception>
    internal CommandResult Run(IReadOnlyList<string> arguments, CommandContext context)
    {
        var parsed = Command.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.Action is HelpAction)
        {
            return new CommandResult(Help(parsed));
        }
        return parsed.Errors is [var error, ..]
            ? throw new InterceptorException($"{Name}: {OneLine(error.Message)}; see oci-interceptor {Name} --help")
            : Run(parsed, context);
    }

    // The library lists allowed words on a line each, after a tab.
    private static string OneLine(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 1 ? $"{lines[0]} {string.Join(", ", lines[1..])}" : message.Trim().TrimEnd('.');
    }

    /// <summary>Lays out the help of what was parsed.</summary>
    internal static string Help(ParseResult parsed)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        parsed.Invoke(new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        return output.ToString();
    }

    private protected abstract CommandResult Run(ParseResult arguments, CommandContext context);

    /// <summary>Adds an option with a value.</summary>
    private protected Option<string> Add(string name, string valueName, string description)
    {
        var option = new Option<string>(name) { HelpName = valueName, Description = description };
        Command.Options.Add(option);
        return option;
    }

    /// <summary>Adds an option whose value is one of several words, by default the first.</summary>
    private protected Option<string> AddChoice(string name, string description, params string[] words)
    {
        var option = Add(name, string.Join('|', words), description);
        option.DefaultValueFactory = _ => words[0];
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}

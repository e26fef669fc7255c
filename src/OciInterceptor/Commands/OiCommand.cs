using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using OciInterceptor.Call.Flags;
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
        Details = details;
        Command = new Command(name, $"{summary}\n\n{Reflowed(details)}\n\nFlags of oci-interceptor (--oi-config, --oi-profile …) come before the command.");
        Command.Options.Add(new HelpOption("--help", "-h", "--oi-help") { Description = "show this help" });
        // The usage begins with the names of those above.
        new Command("oci-interceptor").Subcommands.Add(Command);
    }

    internal string Name => Command.Name;

    /// <summary>One line for the list of commands.</summary>
    internal string Summary { get; }

    /// <summary>What the command does, in paragraphs.</summary>
    internal string Details { get; }

    /// <summary>Two uses at least, each a line that can be copied.</summary>
    internal abstract ImmutableArray<CommandExample> Examples { get; }

    /// <summary>Whether an option of the runtime may be before the command.</summary>
    internal virtual bool Allows(string runtimeOption) => false;

    /// <summary>The arguments and options, as System.CommandLine reads them.</summary>
    internal Command Command { get; }

    /// <summary>The help, wrapped at a width in columns; the width of the first call holds for all.</summary>
    internal string Help(int width) => CommandHelp.Of(Command, width, [CommandUsage.Of(Command)], Examples);

    /// <summary>Runs the command with the arguments after its name.</summary>
    /// <exception cref="InterceptorException">The arguments are wrong, or the command failed.</exception>
    internal CommandResult Run(IReadOnlyList<string> arguments, CommandContext context)
    {
        // The library leaves out a first word that is called as the command is, such as a file: so that word is the command.
        var parsed = Command.Parse([Name, .. arguments], new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.Action is HelpAction)
        {
            return new CommandResult(Help(context.Terminal.Width));
        }
        return parsed.Errors is [var error, ..]
            ? throw new InterceptorException($"{Name}: {(parsed.UnmatchedTokens is [var word, ..] ? Unknown(word) : OneLine(error.Message))}; see oci-interceptor {Name} --help")
            : Run(parsed, context);
    }

    // What else was typed: an option that is misspelt, a flag that belongs before the command, or a word too many.
    private string Unknown(string word)
    {
        var name = word.Split('=')[0];
        if (name.StartsWith("--oi-", StringComparison.Ordinal))
        {
            return FlagTable.Find(Encoding.UTF8.GetBytes(name)) >= 0 ? $"{name} is a flag of oci-interceptor: put it before {Name}" : $"{name} is not a flag of oci-interceptor{FlagTable.Hint(name)}";
        }
        return name.StartsWith('-')
            ? $"unknown option {Messages.OneLine.Of(name)}{NearestName.Hint(name, Command.Options.SelectMany(static option => option.Aliases.Prepend(option.Name)))}"
            : $"unexpected argument \"{Messages.OneLine.Of(word)}\"";
    }

    // The library lists allowed words on a line each, after a tab.
    private static string OneLine(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 1 ? $"{lines[0]} {string.Join(", ", lines[1..])}" : message.Trim().TrimEnd('.');
    }

    // Lines of the source, which the width of a terminal breaks elsewhere; an empty line parts paragraphs.
    private static string Reflowed(string text) => string.Join("\n\n", text.Split("\n\n").Select(static paragraph => paragraph.Replace('\n', ' ')));

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

using System.CommandLine;
using System.CommandLine.Completions;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;

namespace OciInterceptor.Commands;

/// <summary>oi-help: the help of the program, or of one of its commands.</summary>
internal sealed class HelpCommand : OiCommand
{
    private readonly Argument<string?> _command = new("COMMAND") { Arity = ArgumentArity.ZeroOrOne, Description = "the command, with or without oi- (default: the program as a whole)" };

    internal HelpCommand()
        : base("oi-help", "show the help of the program, or of a command", "It is the same as --oi-help, and as --help after a command.")
    {
        _command.CompletionSources.Add(static _ => OiCommands.All.Select(static command => new CompletionItem(command.Name["oi-".Length..])));
        Command.Arguments.Add(_command);
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("List the flags and the commands", "oci-interceptor oi-help"),
        new("Show what a command does", "oci-interceptor oi-help validate"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context) => new(arguments.GetValue(_command) is { } name
        ? OiCommands.Find(name.StartsWith("oi-", StringComparison.Ordinal) ? name : $"oi-{name}").Help(context.Terminal.Width)
        : HelpText.Render(context.Terminal.Width));
}

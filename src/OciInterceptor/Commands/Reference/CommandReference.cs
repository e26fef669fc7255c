using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using OciInterceptor.Call.Flags;
using OciInterceptor.Commands.CommandLine;

namespace OciInterceptor.Commands.Reference;

/// <summary>Takes what manual pages and completions show from the declarations by which arguments are read.</summary>
internal static class CommandReference
{
    /// <summary>The program, with its flags.</summary>
    internal static DocumentedCommand Program
    {
        get
        {
            var command = HelpText.Command();
            return new DocumentedCommand(command.Name, HelpText.Summary, HelpText.Details)
            {
                Usage = CommandUsage.Program,
                Options = Options(command),
                Examples = HelpText.Examples,
            };
        }
    }

    /// <summary>The commands, in the order of the help.</summary>
    internal static ImmutableArray<DocumentedCommand> Commands => OiCommands.All.Map(static own => new DocumentedCommand(own.Name, own.Summary, own.Details)
    {
        Usage = [CommandUsage.Of(own.Command)],
        Arguments = own.Command.Arguments.Select(static argument => new DocumentedArgument(
            argument.HelpName ?? argument.Name, argument.Description ?? "", Words(argument), argument.Arity.MaximumNumberOfValues > 1)).ToImmutableArray(),
        Options = Options(own.Command),
        Examples = own.Examples,
    });

    private static ImmutableArray<DocumentedOption> Options(Command command) => command.Options.Select(static option => new DocumentedOption(
        option is HelpOption ? option.Aliases.Order(StringComparer.Ordinal).Prepend(option.Name).ToImmutableArray() : [option.Name],
        option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) || option is HelpOption ? null : option.HelpName ?? "VALUE",
        option.Description ?? "",
        Words(option))
    {
        Default = option is { HasDefaultValue: true } and not HelpOption && option.ValueType == typeof(string) && option.GetDefaultValue() is string { Length: > 0 } text ? text : null,
    }).ToImmutableArray();

    // A choice is called by its words; others have completions, but what a switch would get is not wanted.
    private static ImmutableArray<string> Words(Symbol symbol) => symbol switch
    {
        Option { HelpName: "LEVEL" } => [.. Enum.GetNames<LogLevel>()],
        Option { HelpName: { } name } when name.Contains('|', StringComparison.Ordinal) && !name.Any(char.IsUpper) => [.. name.Split('|')],
        Option option when option.ValueType == typeof(bool) => [],
        _ => symbol.GetCompletions(CompletionContext.Empty).Select(static item => item.Label).ToImmutableArray(),
    };
}

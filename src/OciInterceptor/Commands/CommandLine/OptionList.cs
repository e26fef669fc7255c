using System.CommandLine;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>Adds options to a command and reads them back.</summary>
internal static class OptionList
{
    /// <summary>Adds an option that may be given more than once.</summary>
    internal static Option<string[]> AddMany(this Command command, string name, string valueName, string description)
    {
        var option = new Option<string[]>(name) { HelpName = valueName, Description = description, Arity = ArgumentArity.OneOrMore };
        command.Options.Add(option);
        return option;
    }

    /// <summary>Adds an option with a value.</summary>
    internal static Option<string> AddOne(this Command command, string name, string valueName, string description)
    {
        var option = new Option<string>(name) { HelpName = valueName, Description = description };
        command.Options.Add(option);
        return option;
    }

    internal static Option<bool> AddSwitch(this Command command, string name, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        command.Options.Add(option);
        return option;
    }

    internal static ImmutableArray<string> All(this ParseResult arguments, Option<string[]> option) =>
        ImmutableArray.Create<string>(arguments.GetValue(option) ?? []);

    /// <summary>NAME=VALUE, in two.</summary>
    /// <exception cref="InterceptorException">The name or the "=" is missing.</exception>
    internal static (string Name, string Value) Pair(Option option, string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && !text.Contains('\0', StringComparison.Ordinal)
            ? (text[..at], text[(at + 1)..])
            : throw new InterceptorException($"{option.Name}: invalid value \"{text}\": want NAME=VALUE");
    }
}

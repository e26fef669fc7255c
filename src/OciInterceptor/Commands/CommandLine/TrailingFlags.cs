using System.CommandLine;
using System.Text;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Flags;
using OciInterceptor.Engines.Install;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>Our flags after a command that stores them: they mean the same as before it.</summary>
internal sealed class TrailingFlags
{
    private readonly List<(Option Option, bool IsRuntimePath)> _flags = [];

    internal TrailingFlags(Command command)
    {
        for (var place = 0; place < FlagTable.Count; place++)
        {
            var flag = FlagTable.At(place);
            if (flag.Name.SequenceEqual(FlagTable.Help) || flag.Name.SequenceEqual(FlagTable.Version))
            {
                continue;
            }
            var option = OptionFor(flag);
            _flags.Add((option, flag.Name.SequenceEqual(FlagTable.RuntimePath)));
            command.Options.Add(option);
        }
    }

    /// <summary>The flags before the command, followed by those after it.</summary>
    /// <exception cref="InterceptorException">One is misused.</exception>
    internal unsafe Options Of(ParseResult arguments, CommandContext context)
    {
        List<string> line = ["oci-interceptor", .. RegisteredArguments.Of(context.Options, null)];
        var before = line.Count;
        foreach (var (option, isRuntimePath) in _flags)
        {
            if (!isRuntimePath && arguments.GetResult(option) is { Implicit: false } result)
            {
                line.AddRange(result.Tokens.Count == 0 ? [option.Name] : result.Tokens.Select(token => $"{option.Name}={token.Value}"));
            }
        }
        // Parsed again only if needed: flags from the environment are not among the arguments.
        return line.Count == before ? context.Options : OptionsReader.Read(CallScan.Of(line.Count, CStringArray.Of(line), CStringArray.Of([])));
    }

    internal string? RuntimePath(ParseResult arguments, CommandContext context)
    {
        foreach (var (option, isRuntimePath) in _flags)
        {
            if (isRuntimePath && arguments.GetResult(option) is { Tokens: [.., var last] })
            {
                return last.Value;
            }
        }
        return context.RuntimePath;
    }

    private static Option OptionFor(FlagEntry flag)
    {
        var name = Encoding.UTF8.GetString(flag.Name);
        var help = Encoding.UTF8.GetString(flag.Help);
        return flag.TakesValue
            ? new Option<string[]>(name) { Description = help, HelpName = Encoding.UTF8.GetString(flag.ValueName), Arity = ArgumentArity.OneOrMore }
            : new Option<bool>(name) { Description = help, Arity = ArgumentArity.Zero };
    }
}

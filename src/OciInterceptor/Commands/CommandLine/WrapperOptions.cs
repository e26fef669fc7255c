using System.CommandLine;
using System.Text;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Wrappers;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>oi-install --wrapper-dir: scripts instead of profiles and links.</summary>
internal sealed class WrapperOptions
{
    private readonly Option<string?> _directory = new("--wrapper-dir") { HelpName = "DIR", Description = "write a directory of wrapper scripts, replacing an older one of that name" };
    private readonly Option<string[]> _programs = new("--wrapper") { HelpName = "NAME=PATH", Description = "an additional script, for any runtime (repeatable)", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _arguments = new("--wrapper-arg") { HelpName = "NAME=ARGUMENT", Description = "an argument for one of them (repeatable)", Arity = ArgumentArity.OneOrMore };

    internal WrapperOptions(Command command)
    {
        foreach (var option in (Option[])[_directory, _programs, _arguments])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The directory; null when no wrappers are wanted.</summary>
    /// <exception cref="InterceptorException">Wrappers are given without a directory for them.</exception>
    internal string? Directory(ParseResult arguments)
    {
        var directory = arguments.GetValue(_directory);
        return directory is not null ? Place(directory)
            : arguments.GetResult(_programs) is null && arguments.GetResult(_arguments) is null ? null
            : throw new InterceptorException("--wrapper and --wrapper-arg need --wrapper-dir");
    }

    // Without symbolic links: the new directory replaces their target.
    private static string Place(string directory) => TargetPath.Real(TargetPath.Full("--wrapper-dir", directory)) is var place && place != "/"
        ? place
        : throw new InterceptorException("--wrapper-dir cannot be /, which cannot be replaced");

    /// <summary>The requested scripts, and one with the runtime's name that passes our flags.</summary>
    internal ImmutableArray<Wrapper> Wrappers(ParseResult arguments, RegistrationRequest request, bool isRegistered)
    {
        var wrappers = WrapperList.Of(arguments.GetValue(_programs) ?? [], arguments.GetValue(_arguments) ?? [], request.SearchPath);
        var flags = RegisteredArguments.Of(request.Options, request.RuntimePath);
        if (wrappers.Any(wrapper => wrapper.Name == request.Name))
        {
            throw new InterceptorException($"--wrapper cannot be {request.Name}, which is the interceptor's own name here: choose another with --name");
        }
        return isRegistered || !flags.IsEmpty || wrappers.IsEmpty ? wrappers.Add(new Wrapper(request.Name, request.Binary, flags)) : wrappers;
    }

    /// <summary>The scripts to be made, as lines of a diff.</summary>
    internal static string Text(string directory, ImmutableArray<Wrapper> wrappers)
    {
        var text = new StringBuilder();
        foreach (var wrapper in wrappers)
        {
            text.Append("make ").Append(directory).Append('/').Append(wrapper.Name).Append('\n');
            foreach (var line in Encoding.UTF8.GetString(wrapper.Script).TrimEnd('\n').Split('\n'))
            {
                text.Append('+').Append(Messages.OneLine.Of(line)).Append('\n');
            }
        }
        return text.ToString();
    }
}

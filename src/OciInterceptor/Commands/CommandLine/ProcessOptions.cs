using System.CommandLine;
using System.CommandLine.Parsing;
using OciInterceptor.Generate;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>The options that choose what a container runs, and as which user.</summary>
internal sealed class ProcessOptions
{
    private readonly Argument<string[]> _command = new("CMD") { Description = "the program and its arguments, after --", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _hostname;
    private readonly Option<string[]> _env;
    private readonly Option<string> _cwd;
    private readonly Option<string> _user;
    private readonly Option<string[]> _groups;
    private readonly Option<bool> _notify;

    internal ProcessOptions(Command command)
    {
        command.Arguments.Add(_command);
        _hostname = command.AddOne("--hostname", "NAME", "the container's name (default: container)");
        _env = command.AddMany("--env", "NAME=VALUE", "a variable; nothing is taken from the caller's environment, not even PATH (repeatable)");
        _cwd = command.AddOne("--cwd", "DIR", "the working directory (default: /)");
        _user = command.AddOne("--user", "UID[:GID]", "the user, in numbers (default: 0:0)");
        _groups = command.AddMany("--group", "GID", "an additional group's number (repeatable)");
        _notify = command.AddSwitch("--sd-notify", "pass in the socket that NOTIFY_SOCKET names, for sd_notify(3)");
    }

    internal ContainerSettings Read(ParseResult arguments, CommandContext context, ContainerSettings settings)
    {
        CheckWords(arguments);
        var command = ImmutableArray.Create<string>(arguments.GetValue(_command) ?? []);
        var (user, group) = User(arguments);
        return settings with
        {
            Command = command.IsEmpty ? settings.Command : command,
            Hostname = arguments.GetValue(_hostname) is not { } hostname ? null
                : hostname.Length is > 0 and <= 64 && !hostname.Any(char.IsControl) ? hostname
                : throw new InterceptorException($"invalid host name \"{hostname}\": want 1 to 64 characters"),
            Environment = arguments.All(_env).Select(text => OptionList.Pair(_env, text)).Select(pair => new EnvironmentVariable(pair.Name, pair.Value)).ToImmutableArray(),
            WorkingDirectory = arguments.GetValue(_cwd) is not { } cwd ? settings.WorkingDirectory
                : cwd.StartsWith('/') ? ContainerPath.Clean(cwd)!
                : throw new InterceptorException($"\"{cwd}\" must be an absolute path in the container"),
            User = user,
            Group = group,
            AdditionalGroups = arguments.All(_groups).Select(Number).ToImmutableArray(),
            NotifySocket = arguments.GetValue(_notify) ? Socket(context) : null,
        };
    }

    // A word that is not an option belongs to the command. A misspelled option must not: its effect would be lost silently.
    private void CheckWords(ParseResult arguments)
    {
        var words = arguments.GetResult(_command)?.Tokens.Select(token => token.Value).ToList() ?? [];
        var all = arguments.Tokens.Select(token => token.Type).ToList();
        var sign = all.IndexOf(TokenType.DoubleDash);
        var behind = sign < 0 ? 0 : all.Count - sign - 1;
        if (words.Take(words.Count - behind).FirstOrDefault(word => word.StartsWith('-') && word.Length > 1) is { } unknown)
        {
            var known = arguments.CommandResult.Command.Options.Select(option => option.Name);
            throw new InterceptorException($"unknown option {unknown}{NearestName.Hint(unknown, known)}; the program and its arguments follow --");
        }
    }

    private (uint User, uint Group) User(ParseResult arguments)
    {
        var (user, group) = MountSyntax.Halves(arguments.GetValue(_user) ?? "0", ':');
        return (Number(user), Number(group ?? user));
    }

    // Names belong to the image, whose passwd file is not read here.
    private static uint Number(string text) => IdRange.Number(text) ?? throw new InterceptorException($"invalid user or group \"{text}\": want its number");

    private static string Socket(CommandContext context) => context.NotifySocket switch
    {
        null or "" => throw new InterceptorException("--sd-notify: NOTIFY_SOCKET is not set"),
        var path when path.StartsWith('/') => path,
        var path => throw new InterceptorException($"--sd-notify: NOTIFY_SOCKET is \"{path}\": want the path of a socket"),
    };
}

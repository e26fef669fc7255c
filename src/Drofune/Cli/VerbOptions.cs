namespace Drofune.Cli;

/// <summary>The command line of a verb: options, then the command.</summary>
internal abstract unsafe class VerbOptions(string verb)
{
    private const string DefaultState = "/run/drofune";

    /// <summary>Whether to keep only a few capabilities.</summary>
    internal bool DropCapabilities { get; private set; }

    /// <summary>The directory of the pid file and of the container.</summary>
    internal string State { get; private set; } = DefaultState;

    internal byte** Command { get; private set; }

    /// <returns>Null, or the exit code if help was asked for and printed.</returns>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    internal int? Read(Arguments arguments)
    {
        while (arguments.TakeOption() is { } option)
        {
            switch (option)
            {
                case "--drop-caps":
                    DropCapabilities = true;
                    break;
                case "--state":
                    State = TakeState(arguments);
                    break;
                case "--help" or "-h":
                    return HelpText.Print();
                case "--usage":
                    return HelpText.PrintUsage();
                default:
                    if (!Set(option))
                    {
                        throw new UsageException($"{verb}: unknown option {option}");
                    }
                    break;
            }
        }
        Command = arguments.TakeCommand(verb);
        return null;
    }

    /// <summary>Sets an option of this verb alone; false for an unknown one.</summary>
    protected abstract bool Set(string option);

    private static string TakeState(Arguments arguments)
    {
        const char NotUtf8 = '\uFFFD';
        var directory = arguments.TakeValue("--state").TrimEnd('/');
        return !directory.StartsWith('/') ? throw new UsageException("invalid --state: want an absolute path other than /")
            : directory.Contains(NotUtf8) ? throw new UsageException("invalid --state: want a path in UTF-8")
            : directory;
    }
}

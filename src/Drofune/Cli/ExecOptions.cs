namespace Drofune.Cli;

/// <summary>The command line of <c>drofune exec</c>.</summary>
internal sealed unsafe class ExecOptions
{
    /// <summary>Spawns in the container only when all of its namespaces are joined.</summary>
    internal bool SecureJoin { get; private set; }

    /// <summary>Enters from a sealed copy of the program in memory.</summary>
    internal bool CloneBinary { get; private set; }

    /// <summary>Few capabilities in the place of all.</summary>
    internal bool DropCapabilities { get; private set; }

    /// <summary>Where the pid file is.</summary>
    internal string State { get; private set; } = CommonOptions.DefaultState;

    internal byte** Command { get; private set; }

    /// <summary>Null when help is asked for.</summary>
    /// <exception cref="UsageException">It is wrong.</exception>
    internal static ExecOptions? Read(Arguments arguments)
    {
        var options = new ExecOptions();
        while (arguments.TakeOption() is { } option)
        {
            switch (option)
            {
                case "--secure-join":
                    options.SecureJoin = true;
                    break;
                case "--clone-binary":
                    options.CloneBinary = true;
                    break;
                case "--drop-caps":
                    options.DropCapabilities = true;
                    break;
                case "--state":
                    options.State = CommonOptions.TakeState(arguments);
                    break;
                case "--help" or "-h":
                    return null;
                default:
                    throw CommonOptions.Unknown("exec", option);
            }
        }
        options.Command = arguments.TakeCommand("exec");
        return options;
    }
}

namespace Drofune.Cli;

/// <summary>The command line of <c>drofune run</c>.</summary>
internal sealed unsafe class RunOptions
{
    /// <summary>pivot_root(2) in the place of chroot(2).</summary>
    internal bool PivotRoot { get; private set; }

    /// <summary>Few capabilities in the place of all.</summary>
    internal bool DropCapabilities { get; private set; }

    /// <summary>Where the pid file and the container's directory are.</summary>
    internal string State { get; private set; } = CommonOptions.DefaultState;

    internal byte** Command { get; private set; }

    /// <summary>Null when help is asked for.</summary>
    /// <exception cref="UsageException">It is wrong.</exception>
    internal static RunOptions? Read(Arguments arguments)
    {
        var options = new RunOptions();
        while (arguments.TakeOption() is { } option)
        {
            switch (option)
            {
                case "--pivot-root":
                    options.PivotRoot = true;
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
                    throw CommonOptions.Unknown("run", option);
            }
        }
        options.Command = arguments.TakeCommand("run");
        return options;
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using OciInterceptor.Call.Flags;
using OciInterceptor.Commands.CommandLine;

namespace OciInterceptor.Commands;

/// <summary>The help, laid out by System.CommandLine from <see cref="FlagTable"/>.</summary>
internal static class HelpText
{
    /// <summary>What the program is, in a line.</summary>
    internal const string Summary = "an OCI runtime wrapper that edits each container's configuration by the operator's rules";

    /// <summary>What the program does, in paragraphs.</summary>
    internal const string Details = """
        Called as runc is, it edits the configuration and becomes the real runtime.

        Flags of its own (--oi-…) come before the runtime's verb; everything else is forwarded to the runtime unchanged.
        """;

    /// <summary>Uses, each a line that can be copied.</summary>
    internal static readonly ImmutableArray<CommandExample> Examples =
    [
        new("Register with Docker, for containers that ask for this runtime", "sudo oci-interceptor oi-install docker --profile hardened --reload"),
        new("See what a profile would do to a container's configuration", "oci-interceptor --oi-profile hardened oi-explain --document config.json"),
        new("Read the help of a command", "oci-interceptor oi-help install"),
    ];

    internal static string Render(int width)
    {
        var command = Command();
        foreach (var own in OiCommands.All)
        {
            command.Subcommands.Add(new Command(own.Name, own.Summary));
        }
        return CommandHelp.Of(command, width, CommandUsage.Program, Examples);
    }

    /// <summary>The flags, as options of a command.</summary>
    internal static Command Command()
    {
        // Not a RootCommand: that would claim --help and --version, which are the runtime's.
        var command = new Command("oci-interceptor", $"{Summary}\n\n{Details}");
        for (var place = 0; place < FlagTable.Count; place++)
        {
            command.Options.Add(OptionFor(FlagTable.At(place)));
        }
        return command;
    }

    private static Option OptionFor(FlagEntry flag)
    {
        var name = Encoding.UTF8.GetString(flag.Name);
        var help = Encoding.UTF8.GetString(flag.Help);
        if (flag.Name.SequenceEqual(FlagTable.Help))
        {
            return new HelpOption(name) { Description = help };
        }
        return flag.TakesValue
            ? new Option<string>(name) { Description = help, HelpName = Encoding.UTF8.GetString(flag.ValueName) }
            : new Option<bool>(name) { Description = help };
    }
}

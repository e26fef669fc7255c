using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using OciInterceptor.Call.Flags;

namespace OciInterceptor.Commands;

/// <summary>The help, laid out by System.CommandLine from <see cref="FlagTable"/>.</summary>
internal static class HelpText
{
    private const string Description = """
        An OCI runtime wrapper: called as runc is, it edits the container's configuration by the operator's rules
        and becomes the real runtime.

          oci-interceptor [--oi-FLAG ...] RUNTIME-ARGUMENTS...
          oci-interceptor [--oi-FLAG ...] oi-COMMAND ...

        Flags come before the runtime's verb; everything else is forwarded to the runtime unchanged.
        """;

    internal static string Render()
    {
        // Not a RootCommand: that would claim --help and --version, which are the runtime's.
        var command = new Command("oci-interceptor", Description);
        for (var place = 0; place < FlagTable.Count; place++)
        {
            command.Options.Add(OptionFor(FlagTable.At(place)));
        }
        foreach (var own in OiCommands.All)
        {
            command.Subcommands.Add(new Command(own.Name, own.Summary));
        }
        return OiCommand.Help(command.Parse(["--oi-help"]));
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

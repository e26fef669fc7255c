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

        Flags stand before the runtime's verb; everything else is the runtime's and is forwarded as it is.
        """;

    internal static string Render()
    {
        // Not a RootCommand: that would claim --help and --version, which are the runtime's.
        var command = new Command("oci-interceptor", Description);
        var rest = FlagTable.Lines;
        for (var flag = default(Flag); rest.Length > 0; flag++)
        {
            command.Options.Add(OptionFor(FlagEntry.ReadFrom(ref rest, flag)));
        }
        foreach (var own in OiCommands.All)
        {
            command.Subcommands.Add(new Command(own.Name, own.Summary));
        }
        return OiCommand.Help(command.Parse(["--oi-help"]));
    }

    private static Option OptionFor(FlagEntry line)
    {
        var name = Encoding.UTF8.GetString(line.Name);
        var help = Encoding.UTF8.GetString(line.Help);
        return line switch
        {
            { Flag: Flag.Help } => new HelpOption(name) { Description = help },
            { TakesValue: true } => new Option<string>(name) { Description = help, HelpName = Encoding.UTF8.GetString(line.ValueName) },
            _ => new Option<bool>(name) { Description = help },
        };
    }
}

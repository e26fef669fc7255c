using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-uninstall: removes what oi-install put into an engine's configuration.</summary>
internal sealed class UninstallCommand : OiCommand
{
    private readonly EngineOptions _engine;

    internal UninstallCommand()
        : base("oi-uninstall", "remove what oi-install registered", """
            Restores every file byte for byte. From one that was edited since, only what oi-install put there is removed.
            Refused while containers use the runtime. Without an engine, it lists what is installed.
            """) => _engine = new EngineOptions(Command, isRequired: false);

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("List what is installed", "oci-interceptor oi-uninstall"),
        new("Take it out of Docker's configuration", "sudo oci-interceptor oi-uninstall docker --reload"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        if (_engine.Engine(arguments) is not { } engine)
        {
            return Listed(context);
        }
        var registration = new RegistrationRequest(_engine.Name(arguments), context.Options, context.Binary, context.Paths, context.Machine) { SearchPath = context.SearchPath };
        return new CommandResult(engine.Uninstall(_engine.Request(arguments, registration, context)));
    }

    // A line for each, to be copied.
    private CommandResult Listed(CommandContext context)
    {
        var (records, faults) = new InstallRecords(context.Paths.Installed).Readable;
        var lines = records.Select(record => $"oci-interceptor {Name} {record.Engine}{(record.Name == RuntimeName.Default ? "" : $" --name {OneLine.Of(record.Name)}")}  ({OneLine.Of(record.Target)})\n");
        return new CommandResult(records.IsEmpty && faults.IsEmpty ? "nothing is installed\n" : string.Concat(lines), faults.IsEmpty ? 0 : 1, faults.IsEmpty ? null : string.Join('\n', faults));
    }
}

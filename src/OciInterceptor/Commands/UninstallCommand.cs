using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines.Install;

namespace OciInterceptor.Commands;

/// <summary>oi-uninstall: removes what oi-install put into an engine's configuration.</summary>
internal sealed class UninstallCommand : OiCommand
{
    private readonly EngineOptions _engine;

    internal UninstallCommand()
        : base("oi-uninstall", "remove what oi-install registered", """
            Restores every file byte for byte. From one that was edited since, only what oi-install put there is removed.
            Refused while containers use the runtime.
            """) => _engine = new EngineOptions(Command);

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var engine = _engine.Engine(arguments)!;
        var registration = new RegistrationRequest(_engine.Name(arguments), context.Options, context.Binary, context.Paths, context.Machine) { SearchPath = context.SearchPath };
        return new CommandResult(engine.Uninstall(_engine.Request(arguments, registration, context)));
    }
}

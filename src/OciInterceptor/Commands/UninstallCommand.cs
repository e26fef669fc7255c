using System.CommandLine;
using System.Globalization;
using System.Text;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-uninstall: removes what oi-install put into an engine's configuration.</summary>
internal sealed class UninstallCommand : OiCommand
{
    // Packages compare with it before they are removed.
    private const string Nothing = "nothing is installed\n";

    private readonly EngineOptions _engine;

    internal UninstallCommand()
        : base("oi-uninstall", "remove what oi-install registered", """
            Restores every file byte for byte. From one that was edited since, only what oi-install put there is removed.
            Refused while containers use the runtime. Without an engine, it lists what is installed, and what else of an engine's configuration
            names the interceptor.
            """) => _engine = new EngineOptions(Command);

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("List what is installed", "oci-interceptor oi-uninstall"),
        new("Take it out of Docker's configuration", "sudo oci-interceptor oi-uninstall docker --reload"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        if (_engine.Engine(arguments) is not { } engine)
        {
            return arguments.CommandResult.Command.Options.Any(option => arguments.GetResult(option) is { Implicit: false })
                ? throw new InterceptorException($"{Name}: name an engine: {EngineList.Names}")
                : Listed(context);
        }
        var registration = new RegistrationRequest(_engine.Name(arguments), context.Options, context.Binary, context.Paths, context.Machine) { SearchPath = context.SearchPath };
        return new CommandResult(engine.Uninstall(_engine.Request(arguments, registration, context)));
    }

    // The command for each installation, to be copied, and what an operator registered by hand.
    private CommandResult Listed(CommandContext context)
    {
        var (records, faults) = new InstallRecords(context.Paths.Installed).Readable;
        var text = new StringBuilder();
        foreach (var record in records)
        {
            var name = record.Name == RuntimeName.Default ? "" : $" --name {OneLine.Of(record.Name)}";
            var reload = EngineList.All.Any(engine => engine.Name == record.Engine && engine.Refusal("--reload") is null) ? " --reload" : "";
            text.Append(CultureInfo.InvariantCulture, $"oci-interceptor {Name} {record.Engine}{name}{reload}  # {OneLine.Of(record.Target)}\n");
        }
        foreach (var engine in EngineList.Find(context.Machine))
        {
            faults = [.. faults, .. engine.Faults.Select(static fault => fault.Message)];
            foreach (var runtime in engine.Runtimes.Where(runtime => runtime.IsInterceptor && !records.Any(record => record.Engine == engine.Name && record.Name == runtime.Name)))
            {
                text.Append(CultureInfo.InvariantCulture, $"{engine.Name}: {OneLine.Of(runtime.Name)} is {OneLine.Of(runtime.Path)}, registered without oi-install: remove it from {OneLine.Of(runtime.Source)}\n");
            }
        }
        return new CommandResult(text.Length == 0 && faults.IsEmpty ? Nothing : text.ToString(), faults.IsEmpty ? 0 : 1, faults.IsEmpty ? null : string.Join("; ", faults));
    }
}

using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Guardian;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.OnPath;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-uninstall: takes out what oi-install put into an engine's configuration.</summary>
internal sealed class UninstallCommand : OiCommand
{
    private readonly EngineOptions _engine;

    internal UninstallCommand()
        : base("oi-uninstall", "take out what oi-install registered", """
            Restores every file byte for byte. In one that was edited since, only what oi-install put there is taken out.
            Refused while there are containers that use the runtime.
            """) => _engine = new EngineOptions(Command);

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        if (_engine.IsGuardian(arguments))
        {
            return GuardianInstallation.Uninstall(_engine.Assets(arguments), _engine.IsDryRun(arguments), context);
        }
        if (_engine.IsPath(arguments))
        {
            return PathInstallation.Uninstall(_engine.IsDryRun(arguments), context);
        }
        var records = new InstallRecords(context.Paths.Installed);
        var name = _engine.Name(arguments);
        var target = records.Find(_engine.Engine(arguments), name)?.Target;
        var configuration = _engine.Configuration(arguments);
        if (configuration is not null && target is not null && configuration != target)
        {
            throw new InterceptorException($"{name} is installed in {target}, not in {configuration}");
        }
        var request = new RegistrationRequest(name, context.Options, context.Binary, context.Paths, context.Host) { SearchPath = context.SearchPath };
        var engine = EngineOptions.Make(_engine.Engine(arguments), request, target ?? "", isDefault: false, records);
        var changes = new Installation(engine, name, records, new InstallationReport(context.Terminal).Show).Uninstall(_engine.IsDryRun(arguments), _engine.IsReloading(arguments));
        return InstallationReport.Of(changes, _engine.IsDryRun(arguments), _engine.IsReloading(arguments) ? null : engine.Reminder(isTakenOut: true));
    }
}

using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>An engine whose configuration names its runtimes.</summary>
internal abstract class ConfiguredEngine : IEngine
{
    public abstract string Name { get; }

    public abstract FoundEngine? Find(IMachine machine);

    public string? Refusal(string option) => option == "--assets" ? "its configuration names the runtime; use --config" : null;

    public string Install(InstallRequest request)
    {
        var target = Target(request, request.Configuration ?? TargetPath.Real(DefaultConfiguration(request.Registration.Name)));
        return Report(request, target, isUninstall: false, Installation(request, target).Install(request.IsDryRun, request.IsReloading));
    }

    public string Uninstall(InstallRequest request)
    {
        var name = request.Registration.Name;
        var installed = request.Records.Find(Name, name)?.Target;
        if (request.Configuration is not null && installed is not null && request.Configuration != installed)
        {
            throw new InterceptorException($"{name} is installed in {installed}, not in {request.Configuration}");
        }
        var target = Target(request, installed ?? "");
        return Report(request, target, isUninstall: true, Installation(request, target).Uninstall(request.IsDryRun, request.IsReloading));
    }

    /// <summary>The file for a runtime of that name if the operator names none.</summary>
    private protected abstract string DefaultConfiguration(string runtime);

    /// <remarks>The path of <paramref name="configuration"/> has no symbolic links.</remarks>
    private protected abstract IInstallTarget Target(InstallRequest request, string configuration);

    private static Installation Installation(InstallRequest request, IInstallTarget target) =>
        new(target, request.Registration.Name, request.Records, changes => request.Show(string.Concat(ChangeText.Lines(changes).Select(line => line + "\n"))));

    private static string Report(InstallRequest request, IInstallTarget target, bool isUninstall, ChangeSet changes) =>
        (isUninstall || changes.IsEmpty || target.Runtime is not { IsNotable: true } runtime ? "" : runtime.Line + "\n") + Rest(request, target, isUninstall, changes);

    private static string Rest(InstallRequest request, IInstallTarget target, bool isUninstall, ChangeSet changes) =>
        changes.IsEmpty ? "There is nothing to change.\n"
        : request.IsDryRun ? "Nothing was changed: this was a dry run.\n"
        : !request.IsReloading && target.Reminder(isUninstall) is { } reminder ? reminder + "\n"
        : "";
}

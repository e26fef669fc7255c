using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>An engine whose configuration names its runtimes.</summary>
internal abstract class ConfiguredEngine : IEngine
{
    public abstract string Name { get; }

    public abstract FoundEngine? Find(IMachine machine);

    public string? Refusal(string option) => option switch
    {
        "--assets" => "its configuration names the runtime; use --config",
        "--verify" when !CanVerify => "no container can be run in it from here",
        _ => null,
    };

    /// <summary>Whether a container can be run in the running engine (<see cref="IInstallTarget.Verify"/>).</summary>
    private protected virtual bool CanVerify => false;

    public string Install(InstallRequest request)
    {
        var name = request.Registration.Name;
        var target = Target(request, request.Configuration ?? request.Records.Find(Name, name)?.Target ?? TargetPath.Real(DefaultConfiguration(name)));
        var proof = new RegistrationProof(request.Registration, request.Machine, target.SearchPath);
        var changes = Installation(request, target, proof).Install(request.IsDryRun, request.IsReloading, request.IsVerifying);
        return Report(request, target, isUninstall: false, changes, request.IsDryRun ? "" : Summary(request, target, proof));
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
        var proof = new RegistrationProof(request.Registration, request.Machine, target.SearchPath);
        return Report(request, target, isUninstall: true, Installation(request, target, proof).Uninstall(request.IsDryRun, request.IsReloading), "");
    }

    /// <summary>The file for a runtime of that name if the operator names none.</summary>
    private protected abstract string DefaultConfiguration(string runtime);

    /// <remarks>The path of <paramref name="configuration"/> has no symbolic links.</remarks>
    private protected abstract IInstallTarget Target(InstallRequest request, string configuration);

    private static Installation Installation(InstallRequest request, IInstallTarget target, IProof proof)
    {
        foreach (var fault in request.Records.Readable.Faults)
        {
            request.Show($"Warning: the record of another installation is skipped: {OneLine.Of(fault)}\n");
        }
        return new(target, request.Registration.Name, request.Records, changes => request.Show(string.Concat(ChangeText.Lines(changes).Select(line => line + "\n"))), proof, RecordedRequest.Of(request.Registration, request.IsDefault));
    }

    private string Summary(InstallRequest request, IInstallTarget target, RegistrationProof proof) =>
        $"{Name} calls {OneLine.Of(ProofText.CallOf(target.Registered!))} for the runtime {request.Registration.Name}{(request.IsDefault ? ", the default" : "")}.\n"
        + ProofText.Of(proof, target.Registered!, request.Registration.Policies);

    private static string Report(InstallRequest request, IInstallTarget target, bool isUninstall, ChangeSet changes, string summary) =>
        (isUninstall || changes.IsEmpty || target.Runtime is not { IsNotable: true } runtime ? "" : runtime.Line + "\n") + Rest(request, target, isUninstall, changes, summary);

    private static string Rest(InstallRequest request, IInstallTarget target, bool isUninstall, ChangeSet changes, string summary) =>
        changes.IsEmpty ? "There is nothing to change.\n" + summary
        : request.IsDryRun ? "Nothing was changed: this was a dry run.\n"
        : !request.IsReloading && target.Reminder(isUninstall) is { } reminder ? $"{summary}{reminder}\n"
        : summary;
}

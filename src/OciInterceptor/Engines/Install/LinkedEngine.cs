using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>An engine without a configuration for runtimes: the runc that it calls becomes a link to the interceptor.</summary>
internal abstract class LinkedEngine : IEngine
{
    private const string LinkOnly = "its runc becomes a link, which takes no arguments; use policy files";

    public abstract string Name { get; }

    public abstract FoundEngine? Find(IMachine machine);

    public string? Refusal(string option) => option switch
    {
        "--dry-run" => null,
        "--verify" or "--no-verify" => "no container can be run in it from here",
        _ => Takes(option) ? null : LinkOnly,
    };

    public string Install(InstallRequest request)
    {
        RequireNoFlags(request.Registration);
        using var held = request.IsDryRun ? null : InstallLock.Take(request.Registration.Policies.Installed);
        return Link(request);
    }

    public string Uninstall(InstallRequest request)
    {
        using var held = request.IsDryRun ? null : InstallLock.Take(request.Registration.Policies.Installed);
        return $"{Unlink(request).Path} {(request.IsDryRun ? "would be" : "is")} the runtime again.\n";
    }

    /// <summary>Whether the engine has a use for an option besides --dry-run.</summary>
    private protected virtual bool Takes(string option) => false;

    /// <summary>Moves the runtime aside and puts the link in its place, or shows what would be done.</summary>
    /// <returns>What to tell after it.</returns>
    private protected abstract string Link(InstallRequest request);

    /// <summary>Puts the runtime back, or shows what would be done.</summary>
    private protected abstract LinkedRuntime Unlink(InstallRequest request);

    /// <summary>Makes the link, calls the runtime through it, and takes everything back when that fails.</summary>
    /// <exception cref="InterceptorException">It fails; everything is as it was.</exception>
    private protected static void Make(RegistrationProof proof, LinkedRuntime runtime, Action make, Action takeBack)
    {
        try
        {
            make();
            proof.Call(Registration(runtime));
        }
        catch (InterceptorException e)
        {
            try
            {
                takeBack();
            }
            catch (InterceptorException second)
            {
                throw new InterceptorException($"{e.Message}; undoing the changes failed too: {second.Message}", second);
            }
            throw;
        }
    }

    /// <summary>What was shown to work; nothing in a dry run.</summary>
    private protected static string Summary(RegistrationProof proof, LinkedRuntime runtime, InstallRequest request) =>
        request.IsDryRun ? "" : ProofText.Of(proof, Registration(runtime), request.Registration.Policies);

    private static Registration Registration(LinkedRuntime runtime) => new(runtime.Path, [], []);

    /// <summary>The first line to tell after a change.</summary>
    private protected static string Report(LinkedRuntime runtime, bool isChanged, InstallRequest request) =>
        $"{runtime.Path} {(!isChanged ? "is already" : request.IsDryRun ? "would become" : "has become")} a link to {request.Registration.Binary}, and the runtime is {runtime.Aside}.";

    // The shim's variables in a worker's environment are flags too, but apply to its calls anyway.
    private void RequireNoFlags(RegistrationRequest request)
    {
        var options = request.Options;
        if (!options.IsGuardianShim && (request.RuntimePath is not null || options.Config is not null || !options.Profiles.IsEmpty || !options.WarnProfiles.IsEmpty || RequestedProfile.IsAsked(options)))
        {
            throw new InterceptorException($"{Name} takes no flags: {LinkOnly}");
        }
    }
}

using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Proofs;

/// <summary>Shows that what an installation registers works.</summary>
internal interface IProof
{
    /// <summary>Before anything is written: the runtime exists and can be trusted, and so can the policy, which loads as a whole.</summary>
    /// <param name="registration">What the engine will call.</param>
    /// <param name="planned">The files that will be made for it.</param>
    /// <exception cref="InterceptorException">It could not work; the message says why.</exception>
    void Prepare(Registration registration, ImmutableArray<PlannedFile> planned);

    /// <summary>After the files are made: calls what is registered as the engine will.</summary>
    /// <exception cref="InterceptorException">A call fails; the message has the call's own.</exception>
    void Call(Registration registration);

    /// <summary>Runs a container in the running engine, through what is registered.</summary>
    /// <exception cref="InterceptorException">It does not run, or not by the rules.</exception>
    void Verify(IInstallTarget engine);
}

using OciInterceptor.Engines.Install;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines;

/// <summary>An engine: finds it on this machine, and registers the interceptor with it.</summary>
internal interface IEngine
{
    /// <summary>As the command line calls it: docker.</summary>
    string Name { get; }

    /// <summary>The engine with its runtimes, as oi-status and oi-doctor show it; null when it is not on this machine.</summary>
    FoundEngine? Find(IMachine machine);

    /// <summary>Why this engine rejects an option of oi-install; null when it accepts the option.</summary>
    /// <param name="option">The option with its dashes.</param>
    string? Refusal(string option);

    /// <summary>Registers the interceptor, or for a dry run shows the change.</summary>
    /// <returns>What to tell after it.</returns>
    /// <exception cref="InterceptorException">The interceptor cannot be registered; the message says what was changed, if anything.</exception>
    string Install(InstallRequest request);

    /// <summary>Undoes <see cref="Install"/>.</summary>
    /// <inheritdoc cref="Install"/>
    string Uninstall(InstallRequest request);
}

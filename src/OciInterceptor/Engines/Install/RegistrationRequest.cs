using OciInterceptor.Call.Flags;
using OciInterceptor.Host;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Install;

/// <summary>What the operator wants registered, whatever the engine.</summary>
/// <param name="Name">The name that the engine is to know.</param>
/// <param name="Options">What our flags ask for.</param>
/// <param name="Binary">This program's file.</param>
/// <param name="Policies">Where policies and profiles are.</param>
/// <param name="Host">The machine, for checking a profile.</param>
internal sealed record RegistrationRequest(string Name, Options Options, string Binary, PolicyPaths Policies, IHost Host)
{
    /// <summary>--oi-runtime-path; null when it was not given.</summary>
    internal string? RuntimePath { get; init; }

    /// <summary>PATH, for programs of the engine's.</summary>
    internal string SearchPath { get; init; } = "";

    /// <summary>Whether what the flags ask for goes into arguments and not into a profile.</summary>
    internal bool UsesArguments { get; init; }

    /// <summary>A file to register as it is, in the place of one made for the purpose; null for none.</summary>
    internal string? Wrapper { get; init; }

    /// <summary>Where the link to the program goes; null for beside it.</summary>
    internal string? LinkDirectory { get; init; }
}

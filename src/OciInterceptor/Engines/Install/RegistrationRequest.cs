using OciInterceptor.Call.Flags;
using OciInterceptor.Host;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Install;

/// <summary>What the operator wants registered, whatever the engine.</summary>
/// <remarks><paramref name="Binary"/> is this program's file; <paramref name="Host"/> is asked when a profile is checked.</remarks>
internal sealed record RegistrationRequest(string Name, Options Options, string Binary, PolicyPaths Policies, IHost Host)
{
    /// <summary>--oi-runtime-path; null when it was not given.</summary>
    internal string? RuntimePath { get; init; }

    /// <summary>PATH, for programs of the engine's.</summary>
    internal string SearchPath { get; init; } = "";

    /// <summary>Where an engine finds programs, whatever PATH is here; null if it has the same.</summary>
    internal string? EnginePath { get; init; }

    /// <summary>Whether what the flags ask for goes into arguments and not into a profile.</summary>
    internal bool UsesArguments { get; init; }

    /// <summary>A file to register as it is, instead of a link made for the purpose; null for none.</summary>
    internal string? Wrapper { get; init; }

    /// <summary>Where the link to the program goes; null for beside it.</summary>
    internal string? LinkDirectory { get; init; }
}

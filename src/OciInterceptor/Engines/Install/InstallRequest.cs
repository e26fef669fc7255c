using OciInterceptor.Engines.Install.Changes;

namespace OciInterceptor.Engines.Install;

/// <summary>What oi-install or oi-uninstall is asked to do with one engine. <paramref name="Show"/> shows a change before it is made, as whole lines.</summary>
internal sealed record InstallRequest(RegistrationRequest Registration, Action<string> Show)
{
    /// <summary>The machine that the engine runs on.</summary>
    internal required IMachine Machine { get; init; }

    /// <summary>The engine's configuration, without symbolic links; null for the default file.</summary>
    internal string? Configuration { get; init; }

    /// <summary>Guardian's directory of programs; null when none was named.</summary>
    internal string? Assets { get; init; }

    /// <summary>Whether containers that ask for no runtime get this one.</summary>
    internal bool IsDefault { get; init; }

    /// <summary>Whether to show the change and make none.</summary>
    internal bool IsDryRun { get; init; }

    /// <summary>Whether the running engine must take the change at once.</summary>
    internal bool IsReloading { get; init; }

    /// <summary>Whether the running engine must run a container through what is registered.</summary>
    internal bool IsVerifying { get; init; }

    internal InstallRecords Records => new(Registration.Policies.Installed);
}

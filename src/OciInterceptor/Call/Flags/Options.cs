using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Call.Flags;

/// <summary>Our flags as given on one command line.</summary>
internal sealed record Options
{
    internal bool ReadonlyNetworkingMounts { get; private init; }

    /// <summary>--oi-env, in their order: NAME=VALUE.</summary>
    internal ImmutableArray<string> Env { get; private init; } = [];

    /// <summary>--oi-env-force, in their order: NAME=VALUE.</summary>
    internal ImmutableArray<string> EnvForce { get; private init; } = [];

    /// <summary>--oi-cdi-device, in their order, each once.</summary>
    internal ImmutableArray<string> CdiDevices { get; private init; } = [];

    internal bool WriteDebugOutput { get; private init; }

    /// <summary>Null when it was not given.</summary>
    internal string? DebugOutputDirectory { get; private init; }

    internal DebugName DebugName { get; private init; }

    internal string? LogFile { get; init; }

    /// <summary>Null when it was not given.</summary>
    internal LogLevel? LogLevel { get; private init; }

    /// <summary>The policy file to use instead of those in /etc/oci-interceptor; null when it was not given.</summary>
    internal string? Config { get; private init; }

    /// <summary>The profiles asked for: by the name of the call or the shim's variable, then by flags in their order.</summary>
    internal ImmutableArray<string> Profiles { get; init; } = [];

    /// <summary>--oi-warn-profile, in their order: profiles that are evaluated and not applied.</summary>
    internal ImmutableArray<string> WarnProfiles { get; private init; } = [];

    /// <summary>Whether the call was made for Guardian's shim.</summary>
    internal bool IsGuardianShim { get; init; }

    internal bool CloneRuntime { get; private init; }

    internal bool Collector { get; private init; }

    internal bool Help { get; private init; }

    internal bool Version { get; private init; }

    internal Options WithConfig(string path) => this with { Config = path };

    internal Options WithProfile(string name) => this with { Profiles = Profiles.Add(name) };

    // One function a line of FlagTable.
    internal static Options PutReadonlyNetworkingMounts(Options options, FlagValue value) => options with { ReadonlyNetworkingMounts = true };

    internal static Options PutEnv(Options options, FlagValue value) => options with { Env = options.Env.Add(value.Variable) };

    internal static Options PutEnvForce(Options options, FlagValue value) => options with { EnvForce = options.EnvForce.Add(value.Variable) };

    /// <exception cref="InterceptorException">The value is not a device's whole name.</exception>
    internal static Options PutCdiDevice(Options options, FlagValue value)
    {
        var device = CdiName.IsQualified(value.Text) ? value.Text : throw value.Invalid(CdiName.Form);
        return options.CdiDevices.Contains(device) ? options : options with { CdiDevices = options.CdiDevices.Add(device) };
    }

    internal static Options PutWriteDebugOutput(Options options, FlagValue value) => options with { WriteDebugOutput = true };

    internal static Options PutDebugOutputDirectory(Options options, FlagValue value) => options with { DebugOutputDirectory = value.AbsolutePath };

    internal static Options PutDebugName(Options options, FlagValue value) => options with { DebugName = value.Word<DebugName>() };

    internal static Options PutLogFile(Options options, FlagValue value) => options with { LogFile = value.AbsolutePath };

    internal static Options PutLogLevel(Options options, FlagValue value) => options with { LogLevel = value.Word<LogLevel>() };

    internal static Options PutConfig(Options options, FlagValue value) => options with { Config = value.AbsolutePath };

    internal static Options PutProfile(Options options, FlagValue value) => options.WithProfile(value.Text);

    internal static Options PutWarnProfile(Options options, FlagValue value) => options with { WarnProfiles = options.WarnProfiles.Add(value.Text) };

    internal static Options PutCloneRuntime(Options options, FlagValue value) => options with { CloneRuntime = true };

    internal static Options PutCollector(Options options, FlagValue value) => options with { Collector = true };

    internal static Options PutHelp(Options options, FlagValue value) => options with { Help = true };

    internal static Options PutVersion(Options options, FlagValue value) => options with { Version = true };
}

using OciInterceptor.Call.Flags;

namespace OciInterceptor.Policy;

/// <summary>A policy's settings besides its rules; null for those that it does not set.</summary>
internal sealed record PolicySettings
{
    internal bool? WriteDebugOutput { get; init; }

    internal string? DebugOutputDirectory { get; init; }

    internal string? LogFile { get; init; }

    internal LogLevel? LogLevel { get; init; }

    /// <summary>Where the audit trail is written; empty for nowhere.</summary>
    internal ImmutableArray<AuditTarget>? Audit { get; init; }

    /// <summary>The files among them, which all have the same lines.</summary>
    internal ImmutableArray<string> AuditFiles => [.. (Audit ?? []).Select(static target => target.File).OfType<string>()];

    internal RecorderSettings? Recorder { get; init; }

    internal bool? CloneRuntime { get; init; }

    /// <summary>Whether an exec that describes its process by arguments passes by the rules about processes. By default it is refused.</summary>
    internal bool? PassesExecArguments { get; init; }

    /// <summary>Those of them that say where evidence goes, which change nothing in a call.</summary>
    internal PolicySettings OfEvidence => this with { CloneRuntime = null, PassesExecArguments = null };

    /// <summary>These settings, overridden by those that another policy makes.</summary>
    internal PolicySettings With(PolicySettings other) => new()
    {
        WriteDebugOutput = other.WriteDebugOutput ?? WriteDebugOutput,
        DebugOutputDirectory = other.DebugOutputDirectory ?? DebugOutputDirectory,
        LogFile = other.LogFile ?? LogFile,
        LogLevel = other.LogLevel ?? LogLevel,
        Audit = other.Audit ?? Audit,
        Recorder = other.Recorder ?? Recorder,
        CloneRuntime = other.CloneRuntime ?? CloneRuntime,
        PassesExecArguments = other.PassesExecArguments ?? PassesExecArguments,
    };
}

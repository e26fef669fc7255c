using OciInterceptor.Engines.Running;

namespace OciInterceptor.Engines.Coverage;

/// <summary>A container that runs, with how it was started.</summary>
internal sealed record SeenContainer(RunningContainer Running)
{
    /// <summary>The door that it was started through; null if none leads to its program any more.</summary>
    internal Door? Door { get; init; }

    internal PolicyAge Policy { get; init; }

    /// <summary>The digest of the policy that judged its start; null if no audit line has it.</summary>
    internal string? Digest { get; init; }

    /// <summary>When it was created, as the audit line writes it; null without one.</summary>
    internal string? Time { get; init; }
}

namespace OciInterceptor.Engines.Coverage;

/// <summary>A container that runs, as its shim, its monitor or its runtime's state shows it.</summary>
/// <param name="Engine">The engine that started it; empty for a runtime that was called by hand.</param>
/// <param name="Id">Its ID.</param>
/// <param name="Program">The program that its shim or monitor calls; null for the shim's default, or if it is not known.</param>
internal sealed record SeenContainer(string Engine, string Id, string? Program)
{
    /// <summary>The door that it was started through; null if none leads to its program any more.</summary>
    internal Door? Door { get; init; }

    internal PolicyAge Policy { get; init; }

    /// <summary>The digest of the policy that judged its start; null if no audit line has it.</summary>
    internal string? Digest { get; init; }

    /// <summary>When it was created, as the audit line writes it; null without one.</summary>
    internal string? Time { get; init; }

    /// <summary>The first characters of the ID, as engines show it.</summary>
    internal string ShortId => Id[..Math.Min(12, Id.Length)];
}

namespace OciInterceptor.Policy.Kept;

/// <summary>What is in the place of a policy file.</summary>
/// <param name="Content">What it holds; null if it is missing or cannot be read.</param>
/// <param name="Fault">Why it cannot be read, and so not be kept; null if it can, or if it is missing.</param>
internal sealed record PlacedFile(byte[]? Content, string? Fault = null)
{
    /// <summary>Whether it holds this; null for a missing file. One that cannot be read holds something else.</summary>
    internal bool Holds(byte[]? content) => Fault is null && KeptPolicies.Same(Content, content);

    /// <inheritdoc cref="Holds(byte[])"/>
    internal bool Holds(KeptPolicy old) => Fault is null && KeptPolicies.Same(old, Content);
}

namespace OciInterceptor.Spec.Features;

/// <summary>What is known of the runtime of a call.</summary>
/// <param name="Runtime">Its file; null if no runtime is concerned.</param>
/// <param name="Features">Its features document; null if it has none.</param>
/// <param name="Fault">Why it has none, as a sentence about "it"; null if it has one.</param>
internal sealed record RuntimeAnswer(string? Runtime, RuntimeFeatures? Features, string? Fault)
{
    /// <summary>No runtime is concerned.</summary>
    internal static RuntimeAnswer None { get; } = new(null, null, null);

    /// <summary>What messages call it.</summary>
    internal string Title => Features?.Name is { } name ? $"the runtime {Runtime} ({name})" : $"the runtime {Runtime}";
}

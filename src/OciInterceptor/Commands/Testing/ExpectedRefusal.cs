using OciInterceptor.Json;

namespace OciInterceptor.Commands.Testing;

/// <summary>A refusal that a test expects.</summary>
/// <param name="At">Where the test says so.</param>
internal sealed record ExpectedRefusal(JsonValue At)
{
    /// <summary>A part of the whole message; null for any.</summary>
    internal string? Part { get; init; }

    /// <summary>The rule's own message, exactly; null for any.</summary>
    internal string? Message { get; init; }

    /// <summary>The name of the rule that refuses; null for any.</summary>
    internal string? Rule { get; init; }
}

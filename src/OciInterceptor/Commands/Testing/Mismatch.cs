namespace OciInterceptor.Commands.Testing;

/// <summary>Something that is not as a test expects it.</summary>
/// <param name="Place">Where the test says what it expects: file, line and column.</param>
/// <param name="What">A JSON Pointer into the result, or what else is concerned.</param>
internal sealed record Mismatch(string Place, string What)
{
    /// <summary>What was expected; null where <see cref="Difference"/> says it.</summary>
    internal string? Expected { get; init; }

    /// <summary>What there is; null where <see cref="Difference"/> says it.</summary>
    internal string? Got { get; init; }

    /// <summary>What is missing ("-") and what is there instead ("+"), a line each with its surroundings.</summary>
    internal ImmutableArray<string> Difference { get; init; } = [];
}

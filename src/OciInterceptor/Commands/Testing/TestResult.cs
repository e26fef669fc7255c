namespace OciInterceptor.Commands.Testing;

/// <summary>What became of one test.</summary>
/// <param name="File">The test file, as it was named or found.</param>
/// <param name="Name">The test; null if its whole file could not be read.</param>
internal sealed record TestResult(string File, string? Name)
{
    /// <summary>What is not as expected; empty if the test passed.</summary>
    internal ImmutableArray<Mismatch> Mismatches { get; init; } = [];

    /// <summary>Why the test could not be run, with file, line and column if there are any; null if it could.</summary>
    internal string? Error { get; init; }

    /// <summary>Whether its golden file was written.</summary>
    internal bool IsUpdated { get; init; }

    internal bool IsPassed => Error is null && Mismatches.IsEmpty;

    /// <summary>The word for what became of it.</summary>
    internal string Word => Error is not null ? "error" : !Mismatches.IsEmpty ? "failed" : IsUpdated ? "updated" : "passed";

    /// <summary>What reports call it.</summary>
    internal string Title => Name is null ? File : $"{File}: {Name}";
}

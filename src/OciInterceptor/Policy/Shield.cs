namespace OciInterceptor.Policy;

/// <summary>The published hole that a rule covers until the program with the hole is updated.</summary>
/// <param name="Covers">CVE numbers, or words for a hole that has none.</param>
/// <param name="Source">The address of the publication.</param>
/// <param name="Leaves">What stays open, as a part of a sentence; null for nothing.</param>
internal sealed record Shield(ImmutableArray<string> Covers, string Source, string? Leaves);

using OciInterceptor.Json;

namespace OciInterceptor.Commands.Testing;

/// <summary>A program of a test's machine.</summary>
/// <param name="Refusal">Why it may not be run; null if it may.</param>
/// <param name="Failure">Why it fails; null if it does not.</param>
/// <param name="Change">What it makes of a document, as a JSON Merge Patch; null for nothing.</param>
internal sealed record DescribedProgram(string? Refusal, string? Failure, JsonObject? Change);

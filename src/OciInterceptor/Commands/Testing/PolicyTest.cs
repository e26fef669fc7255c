using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Schema;

namespace OciInterceptor.Commands.Testing;

/// <summary>One test of a policy: a call with its document and its machine, and what is expected of the policy.</summary>
/// <param name="Name">Unlike that of any other test of the file.</param>
/// <param name="At">Where it is in the file.</param>
/// <param name="Expectation">What is expected.</param>
internal sealed record PolicyTest(string Name, JsonValue At, TestExpectation Expectation)
{
    /// <summary>A file, a built-in document's name, or the document itself.</summary>
    internal required JsonValue Document { get; init; }

    /// <summary>A JSON Merge Patch for the document; null for none.</summary>
    internal JsonObject? Change { get; init; }

    /// <summary>A JSON Patch for the document, applied after <see cref="Change"/>.</summary>
    internal ImmutableArray<PatchOperation> Patch { get; init; } = [];

    /// <summary>What is added to the document after <see cref="Patch"/>; null for nothing.</summary>
    internal PatchOperation? Each { get; init; }

    internal required string Verb { get; init; }

    internal required string ContainerId { get; init; }

    internal bool NoPivot { get; init; }

    internal bool IsExec => Verb == "exec";

    /// <summary>The machine as the test describes it, and as the file does for what the test leaves out; null for nothing.</summary>
    internal ObjectReader? Host { get; init; }

    internal ObjectReader? FileHost { get; init; }
}

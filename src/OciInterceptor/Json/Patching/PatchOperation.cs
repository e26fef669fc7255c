using System.Globalization;

namespace OciInterceptor.Json.Patching;

/// <summary>One operation of a JSON Patch (RFC 6902); a difference of documents has only "add", "remove" and "replace".</summary>
/// <param name="Op">"add", "remove", "replace", "move", "copy" or "test".</param>
/// <param name="Path">A JSON Pointer (RFC 6901) into the document as the operations before this one left it.</param>
/// <param name="Value">The value to add or to expect; null for "remove", "move" and "copy".</param>
internal sealed record PatchOperation(string Op, string Path, JsonValue? Value)
{
    /// <summary>Where "move" and "copy" take the value from: a JSON Pointer; null for the others.</summary>
    internal string? From { get; init; }

    /// <summary>What messages call the operation, which is the one after <paramref name="before"/> others.</summary>
    internal string Title(int before) => string.Create(CultureInfo.InvariantCulture, $"operation {before + 1} ({Op} \"{Path}\")");
}

namespace OciInterceptor.Json.Patching;

/// <summary>One operation of a JSON Patch (RFC 6902); a difference of documents has only "add", "remove" and "replace".</summary>
/// <param name="Op">The operation's name.</param>
/// <param name="Path">Where: a JSON Pointer (RFC 6901) into the document as the operations before this one left it.</param>
/// <param name="Value">The value to put there, or to expect there; null for "remove", "move" and "copy".</param>
internal sealed record PatchOperation(string Op, string Path, JsonValue? Value)
{
    /// <summary>Where "move" and "copy" take the value from: a JSON Pointer; null for the others.</summary>
    internal string? From { get; init; }
}

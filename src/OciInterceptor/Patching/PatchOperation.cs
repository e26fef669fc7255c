using OciInterceptor.Json;

namespace OciInterceptor.Patching;

/// <summary>One operation of a JSON Patch (RFC 6902): "add", "remove" or "replace".</summary>
/// <param name="Op">The operation's name.</param>
/// <param name="Path">Where: a JSON Pointer (RFC 6901) into the document as the operations before this one left it.</param>
/// <param name="Value">What stands there afterwards; null for "remove".</param>
internal sealed record PatchOperation(string Op, string Path, JsonValue? Value);

using OciInterceptor.Json;

namespace OciInterceptor.Patching;

/// <summary>Applies JSON Merge Patches (RFC 7396): members of the patch replace those of the document, null removes, objects go deeper.</summary>
internal static class MergePatch
{
    /// <returns>The document itself when the patch changes nothing.</returns>
    /// <exception cref="InterceptorException">The document has a name twice that the patch speaks of.</exception>
    internal static JsonValue Apply(JsonValue document, JsonValue patch)
    {
        if (patch is not JsonObject changes)
        {
            return JsonValue.Same(document, patch) ? document : patch;
        }
        var result = document as JsonObject ?? JsonObject.Empty;
        foreach (var member in changes.Members)
        {
            var name = member.Name.AsText();
            result = result.WithEntry(name, member.Value.Kind == JsonKind.Null ? null : Apply(result.Entry(name) ?? JsonScalar.Null, member.Value));
        }
        return result;
    }
}

namespace OciInterceptor.Json.Patching;

/// <summary>Writes a JSON Patch (RFC 6902) as JSON.</summary>
internal static class PatchJson
{
    internal static JsonArray Of(IEnumerable<PatchOperation> operations) => JsonBuilder.List(operations.Select(Of));

    private static JsonObject Of(PatchOperation operation) => JsonBuilder.Object(
        ("op", JsonScalar.Of(operation.Op)),
        ("path", JsonScalar.Of(operation.Path)),
        ("from", JsonBuilder.Text(operation.From)),
        ("value", operation.Value));
}

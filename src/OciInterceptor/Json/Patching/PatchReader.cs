using OciInterceptor.Messages;

namespace OciInterceptor.Json.Patching;

/// <summary>Reads the operations of a JSON Patch. Members that an operation does not define are ignored, as RFC 6902 requires.</summary>
internal static class PatchReader
{
    /// <exception cref="InterceptorException">It is not a JSON Patch; the message names the position.</exception>
    internal static ImmutableArray<PatchOperation> Read(ImmutableArray<JsonValue> operations) =>
        operations.Map(operation => Read(operation as JsonObject ?? throw operation.Error("an operation must be an object")));

    private static PatchOperation Read(JsonObject json)
    {
        DistinctNames.Require(json);
        var op = Text(json, "op");
        var path = Pointer(json, "path");
        return op switch
        {
            "add" or "replace" or "test" => new PatchOperation(op, path, CompactJson.Copy(json.Entry("value") ?? throw Missing(json, "value"))),
            "remove" => path.Length > 0 ? new PatchOperation(op, path, null) : throw json.Entry("path")!.Error("the whole document cannot be removed"),
            "copy" => new PatchOperation(op, path, null) { From = Pointer(json, "from") },
            "move" => Pointer(json, "from") is var from && !JsonPointer.IsInside(path, from)
                ? new PatchOperation(op, path, null) { From = from }
                : throw json.Entry("path")!.Error($"cannot move the value at \"{from}\" into itself"),
            _ => throw json.Entry("op")!.Error($"unknown operation \"{op}\": want add, remove, replace, move, copy or test"),
        };
    }

    private static string Text(JsonObject json, string name) => json.Entry(name) switch
    {
        JsonScalar { Kind: JsonKind.String } text => text.AsText(),
        null => throw Missing(json, name),
        var other => throw other.Mismatch(name, "a string"),
    };

    private static string Pointer(JsonObject json, string name)
    {
        var pointer = Text(json, name);
        try
        {
            _ = JsonPointer.Parse(pointer);
            return pointer;
        }
        catch (InterceptorException e)
        {
            throw json.Entry(name)!.Error(e.Message);
        }
    }

    private static InterceptorException Missing(JsonObject json, string name) => json.Error($"missing member \"{name}\"");
}

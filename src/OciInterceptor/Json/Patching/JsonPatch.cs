using OciInterceptor.Messages;

namespace OciInterceptor.Json.Patching;

/// <summary>Applies JSON Patches strictly by RFC 6902: all operations or, with an error, none.</summary>
internal static class JsonPatch
{
    /// <exception cref="InterceptorException">An operation cannot be applied; the message names it.</exception>
    internal static JsonValue Apply(JsonValue document, ImmutableArray<PatchOperation> operations)
    {
        for (var i = 0; i < operations.Length; i++)
        {
            var operation = operations[i];
            try
            {
                document = Apply(document, operation);
            }
            catch (InterceptorException e)
            {
                throw new InterceptorException($"{operation.Title(i)}: {e.Message}", e);
            }
        }
        return document;
    }

    private static JsonValue Apply(JsonValue document, PatchOperation operation) => operation switch
    {
        { Op: "add", Value: { } value } => JsonTree.Add(document, operation.Path, value),
        { Op: "remove" } => JsonTree.Remove(document, operation.Path),
        { Op: "replace", Value: { } value } => JsonTree.Replace(document, operation.Path, value),
        { Op: "copy", From: { } from } => JsonTree.Add(document, operation.Path, JsonTree.Get(document, from)),
        { Op: "move", From: { } from } => Move(document, from, operation.Path),
        { Op: "test", Value: { } value } => Test(document, operation.Path, value),
        _ => throw new InterceptorException("unknown operation: want add, remove, replace, move, copy or test"),
    };

    private static JsonValue Move(JsonValue document, string from, string path)
    {
        var value = JsonTree.Get(document, from);
        if (from == path)
        {
            return document;
        }
        return JsonPointer.IsInside(path, from)
            ? throw new InterceptorException($"cannot move the value at \"{from}\" into itself")
            : JsonTree.Add(JsonTree.Remove(document, from), path, value);
    }

    // The message must not show the document's value: it may be a secret.
    private static JsonValue Test(JsonValue document, string path, JsonValue value) =>
        JsonComparison.AreEqual(JsonTree.Get(document, path), value) ? document : throw new InterceptorException("the document's value differs");
}

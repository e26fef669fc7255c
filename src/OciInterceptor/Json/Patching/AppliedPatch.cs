using OciInterceptor.Messages;

namespace OciInterceptor.Json.Patching;

/// <summary>
/// Decides whether a document already is the result of a JSON Patch. Each operation is applied only if its effect is missing; a
/// document that is unchanged by this has had the patch.
/// </summary>
/// <remarks>
/// The effect of an operation is present if an added or copied item is anywhere in that array; if an added, replaced or copied
/// member is equal; if the value to remove is absent; if the value to move is absent and its new position is taken. The item at an
/// array's index proves nothing by itself, because the next item moves up: an item to remove is considered absent if a "test" of it,
/// or of a part of it, fails.
/// </remarks>
internal static class AppliedPatch
{
    internal static bool IsIn(JsonValue document, ImmutableArray<PatchOperation> operations)
    {
        // A patch that has only tests leaves no trace to look for.
        if (operations.All(operation => operation.Op == "test"))
        {
            return false;
        }
        var failedTests = new List<string>();
        var after = document;
        try
        {
            foreach (var operation in operations)
            {
                after = Repeat(after, operation, failedTests);
            }
        }
        catch (InterceptorException)
        {
            // A patch that cannot be applied was not applied; the error is reported when it is applied.
            return false;
        }
        return JsonComparison.AreEqual(document, after);
    }

    private static JsonValue Repeat(JsonValue document, PatchOperation operation, List<string> failedTests)
    {
        switch (operation)
        {
            case { Op: "test" }:
                if (JsonTree.Find(document, operation.Path) is not { } found || !JsonComparison.AreEqual(found, operation.Value!))
                {
                    failedTests.Add(operation.Path);
                }
                return document;
            case { Op: "remove" } when IsGone(document, operation.Path, failedTests):
                return document;
            case { Op: "add" } when JsonTree.ArrayAround(document, operation.Path) is { } array && Contains(array, operation.Value!):
                return document;
            case { Op: "copy", From: { } from } when JsonTree.ArrayAround(document, operation.Path) is { } array && Contains(array, JsonTree.Get(document, from), from, operation.Path):
                return document;
            case { Op: "move", From: { } from } when JsonTree.Find(document, from) is null && IsTaken(document, operation.Path):
                return document;
            default:
                return JsonPatch.Apply(document, [operation]);
        }
    }

    private static bool IsGone(JsonValue document, string path, List<string> failedTests) =>
        JsonTree.Find(document, path) is null
        || (JsonTree.ArrayAround(document, path) is not null && failedTests.Any(test => test == path || JsonPointer.IsInside(test, path)));

    // There is nothing to look up after an array's last item; it must do that the array is not empty.
    private static bool IsTaken(JsonValue document, string path) =>
        JsonTree.Find(document, path) is not null || JsonTree.ArrayAround(document, path) is { Items.IsEmpty: false };

    private static bool Contains(JsonArray array, JsonValue value) => array.Items.Any(item => JsonComparison.AreEqual(item, value));

    // An item copied within its array must be found beside the original.
    private static bool Contains(JsonArray array, JsonValue value, string from, string path)
    {
        var isInSameArray = from.Length > 0 && from[..from.LastIndexOf('/')] == path[..path.LastIndexOf('/')];
        return array.Items.Count(item => JsonComparison.AreEqual(item, value)) > (isInSameArray ? 1 : 0);
    }
}

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
    internal static bool IsIn(JsonValue document, ImmutableArray<PatchOperation> operations) => Absences(document, operations) is not null;

    /// <summary>
    /// What of a patch is done in a document only because there is nothing to remove or to move: an item for each such operation, with the
    /// reason. Null if the document has not had the patch.
    /// </summary>
    internal static IReadOnlyList<string>? Absences(JsonValue document, ImmutableArray<PatchOperation> operations)
    {
        // A patch that has only tests leaves no trace to look for.
        if (operations.All(operation => operation.Op == "test"))
        {
            return null;
        }
        var failedTests = new List<string>();
        var absences = new List<string>();
        var after = document;
        try
        {
            for (var i = 0; i < operations.Length; i++)
            {
                if (Absence(after, operations[i], failedTests) is { } absence)
                {
                    absences.Add($"{operations[i].Title(i)}: {absence}");
                }
                else
                {
                    after = Repeat(after, operations[i], failedTests);
                }
            }
        }
        catch (InterceptorException)
        {
            // A patch that cannot be applied was not applied; the error is reported when it is applied.
            return null;
        }
        return JsonComparison.AreEqual(document, after) ? absences : null;
    }

    // Null for an operation that has something to remove or to move, or does neither.
    private static string? Absence(JsonValue document, PatchOperation operation, List<string> failedTests) => operation switch
    {
        { Op: "remove", Path: var path } => JsonTree.Find(document, path) is null ? "nothing is there"
            : JsonTree.ArrayAround(document, path) is not null && failedTests.Any(test => test == path || JsonPointer.IsInside(test, path)) ? "nothing is there that passes the test before it"
            : null,
        { Op: "move", From: { } from } when JsonTree.Find(document, from) is null && IsTaken(document, operation.Path) => $"nothing is at {from}",
        _ => null,
    };

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
            case { Op: "add" } when ArrayAround(document, operation.Path) is { } array && Contains(array, operation.Value!):
                return document;
            case { Op: "copy", From: { } from } when ArrayAround(document, operation.Path) is { } array && Contains(array, JsonTree.Get(document, from), from, operation.Path):
                return document;
            default:
                return JsonPatch.Apply(document, [operation]);
        }
    }

    // There is nothing to look up after an array's last item; it must do that the array is not empty.
    private static bool IsTaken(JsonValue document, string path) =>
        ArrayAround(document, path) is { } array ? !array.Items.IsEmpty : JsonTree.Find(document, path) is not null;

    // The list into which an operation puts an item: at an impossible index it puts nothing, whatever the list has.
    private static JsonArray? ArrayAround(JsonValue document, string path)
    {
        var array = JsonTree.ArrayAround(document, path);
        _ = array is null ? 0 : JsonTree.Place(array, path[(path.LastIndexOf('/') + 1)..]);
        return array;
    }

    private static bool Contains(JsonArray array, JsonValue value) => array.Items.Any(item => JsonComparison.AreEqual(item, value));

    // An item copied within its array must be found beside the original.
    private static bool Contains(JsonArray array, JsonValue value, string from, string path)
    {
        var isInSameArray = from.Length > 0 && from[..from.LastIndexOf('/')] == path[..path.LastIndexOf('/')];
        return array.Items.Count(item => JsonComparison.AreEqual(item, value)) > (isInSameArray ? 1 : 0);
    }
}

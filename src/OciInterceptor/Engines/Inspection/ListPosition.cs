using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Engines.Inspection;

/// <summary>Follows an item of a list through operations that add and remove others before it.</summary>
internal static class ListPosition
{
    /// <summary>The index that an item has after all operations; null if it is removed by one, or not followed.</summary>
    /// <param name="changes">Operations of JSON Patch, in order.</param>
    /// <param name="at">The one whose path leads to the item, or into it.</param>
    /// <param name="list">The list.</param>
    internal static int? AtEnd(ImmutableArray<PatchOperation> changes, int at, string list)
    {
        var index = IndexIn(changes[at].Path, list, out _);
        for (var i = at + 1; i < changes.Length && index is not null; i++)
        {
            var change = changes[i];
            if (change.Path == list || JsonPointer.IsInside(list, change.Path))
            {
                // The whole list is another.
                return null;
            }
            if (IndexIn(change.Path, list, out var isItem) is not { } other || !isItem)
            {
                continue;
            }
            index = change.Op switch
            {
                "add" when other <= index => index + 1,
                "remove" when other == index => null,
                "remove" when other < index => index - 1,
                _ => index,
            };
        }
        return index;
    }

    private static int? IndexIn(string path, string list, out bool isItem)
    {
        isItem = false;
        if (!JsonPointer.IsInside(path, list))
        {
            return null;
        }
        var steps = JsonPointer.Parse(path[list.Length..]);
        isItem = steps.Length == 1;
        return JsonPointer.Index(steps[0]);
    }
}

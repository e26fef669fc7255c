namespace OciInterceptor.Json;

/// <summary>The last step of a path into a value: of thousands of paths few are ever written out as a JSON Pointer.</summary>
/// <param name="Before">The steps before it; null for none.</param>
/// <param name="Name">A member's name; null for an item.</param>
/// <param name="Index">An item's index.</param>
internal sealed record PointerStep(PointerStep? Before, JsonScalar? Name, int Index)
{
    /// <summary>The JSON Pointer to where the steps lead.</summary>
    internal static string Pointer(PointerStep? last)
    {
        var steps = new List<PointerStep>();
        for (var step = last; step is not null; step = step.Before)
        {
            steps.Add(step);
        }
        steps.Reverse();
        return string.Concat(steps.Select(step => step.Name is { } name ? JsonPointer.Member("", name.AsText()) : JsonPointer.Item("", step.Index)));
    }
}

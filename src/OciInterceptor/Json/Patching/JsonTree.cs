using OciInterceptor.Messages;

namespace OciInterceptor.Json.Patching;

/// <summary>Finds and changes values by JSON Pointer. A changed document shares its unchanged parts with the original.</summary>
/// <exception cref="InterceptorException">
/// From every member: a name on the way is repeated, so which one is meant is ambiguous; or a list has no item with such an index, in any
/// length (RFC 6901, section 4: digits without leading zeros).
/// </exception>
internal static class JsonTree
{
    /// <summary>The value that a pointer leads to; null if it is absent.</summary>
    internal static JsonValue? Find(JsonValue document, string pointer)
    {
        JsonValue? value = document;
        foreach (var step in JsonPointer.Parse(pointer))
        {
            value = Child(value, step);
        }
        return value;
    }

    /// <exception cref="InterceptorException">It is absent.</exception>
    internal static JsonValue Get(JsonValue document, string pointer) => Find(document, pointer) ?? throw Nothing(pointer);

    /// <summary>The array that a pointer's last step indexes; null when it names a member instead.</summary>
    internal static JsonArray? ArrayAround(JsonValue document, string pointer) =>
        pointer.LastIndexOf('/') is var end and >= 0 ? Find(document, pointer[..end]) as JsonArray : null;

    /// <summary>Adds or replaces a member or the whole document, or inserts an item before the one at that index.</summary>
    /// <exception cref="InterceptorException">The parent does not exist, or has no such index.</exception>
    internal static JsonValue Add(JsonValue document, string pointer, JsonValue value) => Change(document, pointer, value, (parent, step) => parent switch
    {
        JsonObject json => json.WithEntry(step, value),
        JsonArray array => new JsonArray(array.Items.Insert(Place(array, step), value)),
        _ => throw NoContainer(pointer),
    });

    /// <exception cref="InterceptorException">There is nothing to replace.</exception>
    internal static JsonValue Replace(JsonValue document, string pointer, JsonValue value) => Change(document, pointer, value, (parent, step) =>
        Child(parent, step) is null ? throw Nothing(pointer) : WithChild(parent, step, value));

    /// <exception cref="InterceptorException">There is nothing to remove, or it is the whole document.</exception>
    internal static JsonValue Remove(JsonValue document, string pointer) =>
        pointer.Length == 0 ? throw new InterceptorException("the whole document cannot be removed") : Change(document, pointer, null, (parent, step) =>
            Child(parent, step) is null ? throw Nothing(pointer) : parent switch
            {
                JsonObject json => json.WithEntry(step, null),
                var array => new JsonArray(((JsonArray)array).Items.RemoveAt(JsonPointer.Index(step)!.Value)),
            });

    private static JsonValue Change(JsonValue document, string pointer, JsonValue? whole, Func<JsonValue, string, JsonValue> change)
    {
        var steps = JsonPointer.Parse(pointer);
        return steps.IsEmpty ? whole! : Change(document, pointer, steps, 0, change);
    }

    private static JsonValue Change(JsonValue value, string pointer, ImmutableArray<string> steps, int depth, Func<JsonValue, string, JsonValue> change)
    {
        var step = steps[depth];
        if (depth == steps.Length - 1)
        {
            return change(value, step);
        }
        var child = Child(value, step) ?? throw NoContainer(pointer);
        return WithChild(value, step, Change(child, pointer, steps, depth + 1, change));
    }

    private static JsonValue? Child(JsonValue? value, string step) => value switch
    {
        JsonObject json => json.Entry(step),
        JsonArray array => (JsonPointer.Index(step) ?? throw NoIndex(array, step)) is var index && index < array.Items.Length ? array.Items[index] : null,
        _ => null,
    };

    private static JsonValue WithChild(JsonValue value, string step, JsonValue child)
    {
        if (value is JsonObject json)
        {
            return json.WithEntry(step, child);
        }
        var array = (JsonArray)value;
        var index = JsonPointer.Index(step)!.Value;
        return ReferenceEquals(array.Items[index], child) ? array : new JsonArray(array.Items.SetItem(index, child));
    }

    /// <summary>The index before which an item is inserted.</summary>
    internal static int Place(JsonArray array, string step) =>
        step == JsonPointer.End ? array.Items.Length
        : JsonPointer.Index(step) is { } index && index <= array.Items.Length ? index
        : throw NoIndex(array, step);

    private static InterceptorException NoIndex(JsonArray array, string step) => new(
        step == JsonPointer.End ? "invalid list index \"-\": it is the place after the last item, to which something can only be added"
        : $"invalid list index \"{step}\": the list's length is {array.Items.Length}");

    private static InterceptorException Nothing(string pointer) =>
        new(pointer.Length == 0 ? "the document is missing" : $"there is nothing at {pointer}");

    private static InterceptorException NoContainer(string pointer) =>
        new($"{pointer} has no parent object or list");
}

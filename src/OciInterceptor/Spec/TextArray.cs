using System.Collections.Immutable;
using OciInterceptor.Json;

namespace OciInterceptor.Spec;

/// <summary>Lists of strings to JSON and back.</summary>
internal static class TextArray
{
    internal static ImmutableArray<string> Read(JsonArray array, ReadOnlySpan<byte> name)
    {
        var texts = ImmutableArray.CreateBuilder<string>(array.Items.Length);
        foreach (var item in array.Items)
        {
            texts.Add(item is JsonScalar { Kind: JsonKind.String } text ? text.AsCText() : throw item.Mismatch(name, "a list of strings"));
        }
        return texts.MoveToImmutable();
    }

    /// <summary>Makes an array that keeps the tokens of those strings that stood in the array before it.</summary>
    internal static JsonArray Of(ImmutableArray<string> texts, JsonArray? before)
    {
        var old = before?.Items ?? [];
        var items = ImmutableArray.CreateBuilder<JsonValue>(texts.Length);
        var next = 0;
        foreach (var (oldIndex, newIndex) in CommonSubsequence.Of(Texts(old), texts))
        {
            for (; next < newIndex; next++)
            {
                items.Add(JsonScalar.Of(texts[next]));
            }
            items.Add(old[oldIndex]);
            next++;
        }
        for (; next < texts.Length; next++)
        {
            items.Add(JsonScalar.Of(texts[next]));
        }
        return new JsonArray(items.MoveToImmutable());
    }

    // What is no string is like none.
    private static ImmutableArray<string?> Texts(ImmutableArray<JsonValue> items)
    {
        var texts = ImmutableArray.CreateBuilder<string?>(items.Length);
        foreach (var item in items)
        {
            texts.Add(item is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : null);
        }
        return texts.MoveToImmutable();
    }
}

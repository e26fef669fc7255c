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
            texts.Add(item is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : throw item.Mismatch(name, "a list of strings"));
        }
        return texts.MoveToImmutable();
    }

    /// <summary>Makes an array that keeps the tokens of those strings that stood in the array before it.</summary>
    internal static JsonArray Of(ImmutableArray<string> texts, JsonArray? before)
    {
        var old = before?.Items ?? [];
        var items = ImmutableArray.CreateBuilder<JsonValue>(texts.Length);
        var next = 0;
        foreach (var text in texts)
        {
            var found = Find(old, next, text);
            if (found < 0)
            {
                items.Add(JsonScalar.Of(text));
            }
            else
            {
                items.Add(old[found]);
                next = found + 1;
            }
        }
        return new JsonArray(items.MoveToImmutable());
    }

    private static int Find(ImmutableArray<JsonValue> old, int from, string text)
    {
        for (var i = from; i < old.Length; i++)
        {
            if (old[i] is JsonScalar { Kind: JsonKind.String } scalar && JsonString.Is(scalar.Token, text))
            {
                return i;
            }
        }
        return -1;
    }
}

using System.Collections.Immutable;
using OciInterceptor.Json;

namespace OciInterceptor.Spec;

/// <summary>Makes an array of strings that keeps the tokens of those that stood in the array before it.</summary>
internal static class TextArray
{
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
            if (old[i] is JsonScalar scalar && scalar.AsText() == text)
            {
                return i;
            }
        }
        return -1;
    }
}

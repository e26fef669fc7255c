using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Spec.Views;

/// <summary>Lists of strings to JSON and back.</summary>
internal static class StringArray
{
    // Up to this many, a linear search is faster than an index.
    private const int FewTexts = 32;

    internal static ImmutableArray<string> Read(JsonArray array, ReadOnlySpan<byte> name) =>
        array.Texts.IsDefault ? array.Texts = ReadItems(array, name) : array.Texts;

    private static ImmutableArray<string> ReadItems(JsonArray array, ReadOnlySpan<byte> name)
    {
        var texts = ImmutableArray.CreateBuilder<string>(array.Items.Length);
        foreach (var item in array.Items)
        {
            texts.Add(Item(item, name).AsCText());
        }
        return texts.MoveToImmutable();
    }

    /// <summary>Whether the array contains one of these texts (ASCII); decodes no items if it can do without.</summary>
    internal static bool HasAny(JsonArray array, ReadOnlySpan<byte> name, ImmutableArray<string> texts)
    {
        var isFound = false;
        if (TryHasAny(array.Source, texts, ref isFound))
        {
            return isFound;
        }
        foreach (var item in array.Items)
        {
            isFound |= texts.Contains(Item(item, name).AsCText());
        }
        return isFound;
    }

    /// <summary>The array without these texts; decodes no items if it can do without.</summary>
    internal static JsonArray Without(JsonArray array, ReadOnlySpan<byte> name, ImmutableArray<string> texts)
    {
        var left = ImmutableArray.CreateBuilder<JsonValue>(array.Items.Length);
        foreach (var item in array.Items)
        {
            var text = Item(item, name);
            if (text.IsPlain ? !texts.Any(text.TextEquals) : !texts.Contains(text.AsCText()))
            {
                left.Add(item);
            }
        }
        return new JsonArray(left.DrainToImmutable());
    }

    /// <summary>Makes an array that keeps the tokens of those strings that the array before it has.</summary>
    internal static JsonArray Of(ImmutableArray<string> texts, JsonArray? before)
    {
        var old = before?.Items ?? [];
        var left = Texts(old);
        var items = new JsonValue[texts.Length];
        foreach (var (oldIndex, newIndex) in CommonSubsequence.Of([.. left], texts))
        {
            items[newIndex] = old[oldIndex];
            left[oldIndex] = null;
        }
        TextIndex? places = null;
        var searches = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is not null)
            {
                continue;
            }
            // An item that only moved is not new either.
            var moved = searches++ < FewTexts ? Array.IndexOf(left, texts[i]) : (places ??= new TextIndex(left)).Take(texts[i]);
            if (moved >= 0)
            {
                left[moved] = null;
            }
            items[i] = moved >= 0 ? old[moved] : JsonScalar.Of(texts[i]);
        }
        return new JsonArray([.. items]);
    }

    private static JsonScalar Item(JsonValue item, ReadOnlySpan<byte> name) =>
        item is JsonScalar { Kind: JsonKind.String } text ? text : throw item.Mismatch(name, "a list of strings");

    // False if the bytes alone do not decide: if the array was made, or holds an escape or an item that is not a string.
    private static bool TryHasAny(ReadOnlySpan<byte> array, ImmutableArray<string> texts, ref bool isFound)
    {
        if (array.IsEmpty || array.Contains((byte)'\\'))
        {
            return false;
        }
        var at = JsonScanner.SkipSpace(array, 1);
        while (array[at] == '"')
        {
            var end = JsonScanner.SkipString(array, at);
            isFound |= IsAny(array[(at + 1)..(end - 1)], texts);
            at = JsonScanner.SkipSpace(array, end);
            at = array[at] == ',' ? JsonScanner.SkipSpace(array, at + 1) : at;
        }
        return array[at] == ']';
    }

    private static bool IsAny(ReadOnlySpan<byte> body, ImmutableArray<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length == body.Length && Ascii.Equals(body, text))
            {
                return true;
            }
        }
        return false;
    }

    // An item that is not a string is null.
    private static string?[] Texts(ImmutableArray<JsonValue> items)
    {
        var texts = new string?[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            texts[i] = items[i] is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : null;
        }
        return texts;
    }
}

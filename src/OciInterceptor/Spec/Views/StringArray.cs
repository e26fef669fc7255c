using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Spec.Views;

/// <summary>Lists of strings to JSON and back.</summary>
internal static class StringArray
{
    // Up to this many, a linear search is faster than an index.
    private const int FewTexts = 32;

    // Of a longer one the bytes are not put on the stack.
    private const int LongestWord = 256;

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

    /// <summary>Whether the array contains one of these texts; decodes no items if it can do without.</summary>
    internal static bool HasAny(JsonArray array, ReadOnlySpan<byte> name, ImmutableArray<string> texts)
    {
        if (array.IsOfPlainWords && texts.All(IsWord))
        {
            foreach (var text in texts)
            {
                if (IndexOf(array.Source, text) >= 0)
                {
                    return true;
                }
            }
            return false;
        }
        var isFound = false;
        foreach (var item in array.Items)
        {
            isFound |= Says(Item(item, name), texts);
        }
        return isFound;
    }

    /// <summary>The array without these texts; decodes no items if it can do without.</summary>
    internal static JsonArray Without(JsonArray array, ReadOnlySpan<byte> name, ImmutableArray<string> texts)
    {
        var left = ImmutableArray.CreateBuilder<JsonValue>(array.Items.Length);
        var places = array.IsOfPlainWords && texts.All(IsWord) ? PlacesOf(array, texts) : null;
        foreach (var item in array.Items)
        {
            if (!(places?.Contains(item.Start) ?? Says(Item(item, name), texts)))
            {
                left.Add(item);
            }
        }
        return new JsonArray(left.DrainToImmutable());
    }

    // Where the items begin in the document that are one of these words.
    private static List<int> PlacesOf(JsonArray array, ImmutableArray<string> words)
    {
        var places = new List<int>();
        foreach (var word in words)
        {
            for (int start = 0, found; (found = IndexOf(array.Source[start..], word)) >= 0; start += found + 1)
            {
                places.Add(array.Start + start + found);
            }
        }
        return places;
    }

    /// <summary>Makes an array that keeps the tokens of those strings that the array before it has.</summary>
    internal static JsonArray Of(ImmutableArray<string> texts, JsonArray? before)
    {
        var old = before?.Items ?? [];
        var left = Texts(old);
        var items = new JsonValue[texts.Length];
        foreach (var (oldIndex, newIndex) in CommonSubsequence.Of(ImmutableArray.Create<string?>(left), texts))
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

    private static bool Says(JsonScalar item, ImmutableArray<string> texts)
    {
        var isPlain = item.IsPlain;
        foreach (var text in texts)
        {
            if (isPlain ? item.BodyLength == text.Length && item.TextEquals(text) : item.AsCText() == text)
            {
                return true;
            }
        }
        return false;
    }

    // What can be in an array of plain words only as an item: what is between two items has a comma.
    private static bool IsWord(string text) => text.Length <= LongestWord && Ascii.IsValid(text) && !text.Contains(',', StringComparison.Ordinal);

    private static int IndexOf(ReadOnlySpan<byte> array, string word)
    {
        Span<byte> item = stackalloc byte[word.Length + 2];
        item[0] = item[^1] = (byte)'"';
        Encoding.ASCII.GetBytes(word, item[1..^1]);
        return array.IndexOf(item);
    }

    // An item that is not a string is null.
    private static string?[] Texts(ImmutableArray<JsonValue> items)
    {
        var texts = new string?[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            texts[i] = JsonScalar.TextOf(items[i]);
        }
        return texts;
    }
}

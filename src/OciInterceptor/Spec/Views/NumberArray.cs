using OciInterceptor.Json;

namespace OciInterceptor.Spec.Views;

/// <summary>Lists of IDs to JSON and back.</summary>
internal static class NumberArray
{
    internal static ImmutableArray<uint> Read(JsonArray array, ReadOnlySpan<byte> name)
    {
        var numbers = ImmutableArray.CreateBuilder<uint>(array.Items.Length);
        foreach (var item in array.Items)
        {
            numbers.Add(item is JsonScalar { Kind: JsonKind.Number } number ? number.AsNumber<uint>(name) : throw item.Mismatch(name, "a list of numbers"));
        }
        return numbers.MoveToImmutable();
    }

    internal static JsonArray Of(ImmutableArray<uint> numbers)
    {
        var items = ImmutableArray.CreateBuilder<JsonValue>(numbers.Length);
        foreach (var number in numbers)
        {
            items.Add(JsonScalar.OfNumber(number));
        }
        return new JsonArray(items.MoveToImmutable());
    }
}

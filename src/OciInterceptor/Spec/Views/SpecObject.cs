using OciInterceptor.Json;

namespace OciInterceptor.Spec.Views;

/// <summary>
/// What all records of the runtime specification share: a record is a typed view of one JSON object.
/// A getter reads its member on demand; an init accessor gives the copy made by "with" a new object that differs in that member
/// alone. So unknown members, their order and the spelling of numbers are preserved.
/// </summary>
/// <remarks>Getters treat null as an absent member, as runc does; setting null removes the member.</remarks>
internal abstract record SpecObject
{
    private protected SpecObject(JsonObject json) => Json = json;

    /// <summary>The object itself: the same instance as long as nothing in it has changed.</summary>
    internal JsonObject Json { get; private set; }

    // Sealed, so that no record gets a longer one of its own.
    public sealed override string ToString() => GetType().Name;

    private protected string? GetText(ReadOnlySpan<byte> name) => Get(name, JsonKind.String) is JsonScalar text ? text.AsCText() : null;

    private protected void Set(ReadOnlySpan<byte> name, string? value)
    {
        if (value != GetText(name))
        {
            Put(name, value is null ? null : JsonScalar.Of(value));
        }
    }

    private protected bool? GetBool(ReadOnlySpan<byte> name) => Find(name) switch
    {
        null => null,
        { Kind: JsonKind.True } => true,
        { Kind: JsonKind.False } => false,
        var value => throw value.Mismatch(name, "a boolean"),
    };

    private protected void Set(ReadOnlySpan<byte> name, bool? value)
    {
        if (value != GetBool(name))
        {
            Put(name, value is { } flag ? JsonScalar.Of(flag) : null);
        }
    }

    /// <summary>An integer of the width that the specification gives it: ushort, int, uint, long, ulong.</summary>
    private protected T? GetNumber<T>(ReadOnlySpan<byte> name)
        where T : struct, IUtf8SpanParsable<T> =>
        Get(name, JsonKind.Number) is JsonScalar number ? number.AsNumber<T>(name) : null;

    private protected void SetNumber<T>(ReadOnlySpan<byte> name, T? value)
        where T : struct, IUtf8SpanParsable<T>, IFormattable
    {
        if (!Nullable.Equals(value, GetNumber<T>(name)))
        {
            Put(name, value is { } number ? JsonScalar.OfNumber(number) : null);
        }
    }

    private protected T? GetRecord<T>(ReadOnlySpan<byte> name, Func<JsonObject, T> view)
        where T : SpecObject =>
        Get(name, JsonKind.Object) is JsonObject json ? view(json) : null;

    private protected void SetRecord(ReadOnlySpan<byte> name, SpecObject? value) => Put(name, value?.Json);

    /// <summary>A list of records; default when it is absent or null.</summary>
    private protected ImmutableArray<T> GetRecords<T>(ReadOnlySpan<byte> name, Func<JsonObject, T> view)
        where T : SpecObject
    {
        if (Get(name, JsonKind.Array) is not JsonArray array)
        {
            return default;
        }
        var records = ImmutableArray.CreateBuilder<T>(array.Items.Length);
        foreach (var item in array.Items)
        {
            records.Add(view(item as JsonObject ?? throw item.Mismatch(name, "a list of objects")));
        }
        return records.MoveToImmutable();
    }

    private protected void SetRecords<T>(ReadOnlySpan<byte> name, ImmutableArray<T> value)
        where T : SpecObject
    {
        if (value.IsDefault)
        {
            Put(name, null);
            return;
        }
        var items = ImmutableArray.CreateBuilder<JsonValue>(value.Length);
        foreach (var record in value)
        {
            items.Add(record.Json);
        }
        Put(name, new JsonArray(items.MoveToImmutable()));
    }

    /// <summary>A list of strings; default when it is absent or null.</summary>
    private protected ImmutableArray<string> GetTexts(ReadOnlySpan<byte> name) =>
        Get(name, JsonKind.Array) is JsonArray array ? StringArray.Read(array, name) : default;

    private protected bool HasAnyText(ReadOnlySpan<byte> name, ImmutableArray<string> texts) =>
        Get(name, JsonKind.Array) is JsonArray array && StringArray.HasAny(array, name, texts);

    private protected bool HasItems(ReadOnlySpan<byte> name) => Get(name, JsonKind.Array) is JsonArray { Items.IsEmpty: false };

    private protected void RemoveTexts(ReadOnlySpan<byte> name, ImmutableArray<string> texts)
    {
        if (Get(name, JsonKind.Array) is JsonArray array)
        {
            Put(name, StringArray.Without(array, name, texts));
        }
    }

    private protected void SetTexts(ReadOnlySpan<byte> name, ImmutableArray<string> value) =>
        Put(name, value.IsDefault ? null : StringArray.Of(value, Get(name, JsonKind.Array) as JsonArray));

    /// <summary>A list of numbers; default when it is absent or null.</summary>
    private protected ImmutableArray<uint> GetNumbers(ReadOnlySpan<byte> name) =>
        Get(name, JsonKind.Array) is JsonArray array ? NumberArray.Read(array, name) : default;

    private protected void SetNumbers(ReadOnlySpan<byte> name, ImmutableArray<uint> value) =>
        Put(name, value.IsDefault ? null : NumberArray.Of(value));

    /// <summary>Names with a string each; null when it is absent or null.</summary>
    private protected StringMap? GetMap(ReadOnlySpan<byte> name) => Get(name, JsonKind.Object) is JsonObject json ? new StringMap(json) : null;

    /// <summary>Names with a record each; null when it is absent or null.</summary>
    private protected RecordMap<T>? GetMap<T>(ReadOnlySpan<byte> name, Func<JsonObject, T> view)
        where T : SpecObject =>
        Get(name, JsonKind.Object) is JsonObject json ? new RecordMap<T>(json, view) : null;

    private protected void SetMap(ReadOnlySpan<byte> name, SpecMap? value) => Put(name, value?.Json);

    /// <summary>The member whatever its kind, or null when it is absent or null.</summary>
    private JsonValue? Find(ReadOnlySpan<byte> name) => Json.Field(name) is { Kind: not JsonKind.Null } value ? value : null;

    // A null that was read stays: it already means that the value is absent.
    private void Put(ReadOnlySpan<byte> name, JsonValue? value)
    {
        if (value is not null || Find(name) is not null)
        {
            Json = Json.WithField(name, value);
        }
    }

    private JsonValue? Get(ReadOnlySpan<byte> name, JsonKind kind)
    {
        var value = Find(name);
        return value is null || value.Kind == kind ? value : throw value.Mismatch(name, JsonValue.Noun(kind));
    }
}

using System.Globalization;
using System.Numerics;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Schema;

/// <summary>
/// Reads one object of a policy strictly: a member that is not declared, or of another shape, is an error that names
/// file, line, column, the member and the nearest known name.
/// </summary>
internal sealed class ObjectReader
{
    private readonly JsonObject _json;
    private readonly ImmutableArray<Member> _declared;
    private readonly bool _takesNull;
    private readonly UnquotedText? _unquoted;
    private readonly Func<JsonScalar, ImmutableArray<Member>, bool>? _passesOver;

    // The value of each declared member; null for an absent one.
    private readonly JsonValue?[] _values;

    /// <remarks>
    /// With <paramref name="takesNull"/> a null member is read as absent, as in files that other programs make. Where a member may have any
    /// shape, null is a value. <paramref name="passesOver"/> is asked whether an unknown member, beside the known ones, is passed over.
    /// <paramref name="unquoted"/> makes strings of other values where a string is wanted; null for nothing.
    /// </remarks>
    /// <exception cref="InterceptorException">A member is unknown, repeated, missing or null.</exception>
    internal ObjectReader(JsonObject json, ImmutableArray<Member> declared, IHost host, bool takesNull = false, Func<JsonScalar, ImmutableArray<Member>, bool>? passesOver = null, UnquotedText? unquoted = null)
    {
        (_json, _declared, Host, _takesNull, _passesOver, _unquoted) = (json, declared, host, takesNull, passesOver, unquoted);
        _values = new JsonValue?[declared.Length];
        foreach (var (name, value) in json.Members)
        {
            var index = IndexOf(name);
            if (index < 0 && passesOver?.Invoke(name, declared) == true)
            {
                continue;
            }
            _ = index < 0 ? throw name.Error($"unknown member \"{name.AsText()}\"{NearestName.Hint(name.AsText(), declared.Select(known => known.Name))}")
                : _values[index] is not null ? throw JsonObject.Ambiguous(name)
                : value.Kind == JsonKind.Null && !takesNull && !declared[index].IsRequired && declared[index].Shape != Shape.Any ? throw value.Error($"{name.AsText()} must not be null: leave it out")
                : _values[index] = value;
        }
        for (var i = 0; i < _values.Length; i++)
        {
            if (declared[i].IsRequired && _values[i] is null or { Kind: JsonKind.Null })
            {
                throw json.Error($"missing member \"{declared[i].Name}\"");
            }
        }
    }

    /// <summary>The machine that has the files and devices named by the policy.</summary>
    internal IHost Host { get; }

    /// <summary>Whether a member is present and not null.</summary>
    internal bool Has(string name) => Find(name) is not null;

    /// <summary>Whether a member is present, even if it is null.</summary>
    internal bool IsPresent(string name) => _values[IndexOf(name)] is not null;

    /// <summary>An error at the object.</summary>
    internal InterceptorException Error(string cause) => _json.Error(cause);

    /// <summary>An error at a member's value, or at the object if the member is absent.</summary>
    internal InterceptorException Error(string name, string cause) => (_json.Entry(name) ?? _json).Error(cause);

    /// <summary>An error at the list item or map member <paramref name="item"/>: at the last one, if it is repeated.</summary>
    internal InterceptorException Error(string name, string item, string cause) => (ItemSaying(_json.Entry(name), item) ?? _json.Entry(name) ?? _json).Error(cause);

    internal string? Text(string name) => Find(name) is { } value ? TextOf(value) ?? throw Wrong(name, value, "a string") : null;

    /// <summary>An absolute path; null if absent.</summary>
    internal string? AbsolutePath(string name) => Text(name) is not { } path || path.StartsWith('/') ? Text(name) : throw Error(name, $"{name} must be an absolute path");

    internal bool Flag(string name) => Find(name) switch
    {
        null or { Kind: JsonKind.False } => false,
        { Kind: JsonKind.True } => true,
        var other => throw Wrong(name, other, "true or false"),
    };

    /// <summary>A list of strings; empty if absent.</summary>
    internal ImmutableArray<string> Texts(string name)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in Items(name))
        {
            texts.Add(TextOf(item) ?? throw Wrong(name, item, "a list of strings"));
        }
        return texts.DrainToImmutable();
    }

    /// <summary>A list of patterns; empty if absent.</summary>
    internal ImmutableArray<Glob> Globs(string name, bool forPaths) => Texts(name).Map(text => new Glob(text, forPaths));

    /// <summary>An object of strings, in order; empty if absent.</summary>
    internal ImmutableArray<KeyValuePair<string, string>> TextMap(string name) =>
        Entries(name).Map(entry => KeyValuePair.Create(entry.Key, TextOf(entry.Value) ?? throw Wrong(entry.Key, entry.Value, "a string")));

    /// <summary>A whole number of a type; null if absent.</summary>
    internal T? Number<T>(string name)
        where T : struct, IUtf8SpanParsable<T>, IMinMaxValue<T> => Find(name) switch
        {
            null => null,
            JsonScalar { Kind: JsonKind.Number } number when T.TryParse(number.Token, CultureInfo.InvariantCulture, out var value) => value,
            var other => throw Wrong(name, other, typeof(T) == typeof(long) ? "a whole number" : string.Create(CultureInfo.InvariantCulture, $"a whole number from {T.MinValue} to {T.MaxValue}")),
        };

    /// <summary>A size in bytes: a number, or a string such as "64m".</summary>
    internal long? Size(string name) => Find(name) is { } value
        ? SizeText.Parse(value is JsonScalar scalar ? scalar.AsText() : "") ?? throw Wrong(name, value, "a size such as 65536 or \"64m\"")
        : null;

    /// <summary>Mode bits in an octal string such as "0660".</summary>
    internal uint? Mode(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        var mode = 0u;
        foreach (var digit in text)
        {
            mode = digit is >= '0' and <= '7' && mode <= Permissions.Mask ? (mode << 3) | (uint)(digit - '0') : throw Error(name, $"{name} must be an octal string such as \"0660\"");
        }
        return text.Length > 0 && mode <= Permissions.Mask ? mode : throw Error(name, $"{name} must be an octal string such as \"0660\"");
    }

    /// <summary>One of the words that the member's shape names; null if absent.</summary>
    internal string? Word(string name)
    {
        var words = ((Shape.Word)_declared[IndexOf(name)].Shape).Words;
        return Text(name) is not { } word || words.Contains(word)
            ? Text(name)
            : throw Error(name, $"{name} must be one of {string.Join(", ", words.Where(known => known.Length > 0))}, not \"{word}\"{NearestName.Hint(word, words)}");
    }

    /// <summary>The value, of any shape; null if absent.</summary>
    internal JsonValue? Raw(string name) => Find(name);

    /// <summary>An object with any members; null if absent.</summary>
    internal JsonObject? Object(string name) => Find(name) switch
    {
        null => null,
        JsonObject json => json,
        var other => throw Wrong(name, other, "an object"),
    };

    /// <summary>An object with declared members; null if absent.</summary>
    internal ObjectReader? Record(string name, ImmutableArray<Member> declared) =>
        Object(name) is { } json ? new ObjectReader(json, declared, Host, _takesNull, _passesOver, _unquoted) : null;

    /// <summary>A list with any items; empty if absent.</summary>
    internal ImmutableArray<JsonValue> Items(string name) => Find(name) switch
    {
        null => [],
        JsonArray array => array.Items,
        var other => throw Wrong(name, other, "a list"),
    };

    /// <summary>The items of a list of objects with known members; empty if absent.</summary>
    internal ImmutableArray<ObjectReader> Records(string name, ImmutableArray<Member> declared) =>
        Items(name).Map(item => new ObjectReader(item as JsonObject ?? throw Wrong(name, item, "a list of objects"), declared, Host, _takesNull, _passesOver, _unquoted));

    /// <summary>The names and values of an object used as a map, each name once; empty if absent.</summary>
    internal ImmutableArray<KeyValuePair<string, JsonValue>> Entries(string name)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        if (Object(name) is { } map)
        {
            foreach (var member in map.Members)
            {
                var key = member.Name.AsText();
                entries.Add(KeyValuePair.Create(key, map.Entry(key)!));
            }
        }
        return entries.DrainToImmutable();
    }

    private int IndexOf(JsonScalar name)
    {
        // Most names differ in length, so that is compared first.
        var length = name.IsPlain ? name.BodyLength : -1;
        var index = _declared.Length - 1;
        while (index >= 0 && !((length < 0 || _declared[index].Name.Length == length) && name.TextEquals(_declared[index].Name)))
        {
            index--;
        }
        return index;
    }

    // Equal literals are one string, so most names are found by reference.
    private int IndexOf(string name)
    {
        var index = _declared.Length - 1;
        while (index >= 0 && !ReferenceEquals(_declared[index].Name, name))
        {
            index--;
        }
        for (var i = _declared.Length - 1; i >= 0 && index < 0; i--)
        {
            index = _declared[i].Name == name ? i : -1;
        }
        return index >= 0 ? index : throw new ArgumentException($"{name} is not declared", nameof(name));
    }

    private string? TextOf(JsonValue value) => value switch
    {
        JsonScalar { Kind: JsonKind.String } text => text.AsText(),
        _ => _unquoted?.Take(value),
    };

    private JsonValue? Find(string name) => _values[IndexOf(name)] is { Kind: not JsonKind.Null } value ? value : null;

    private static JsonValue? ItemSaying(JsonValue? value, string item) => value switch
    {
        JsonArray list => list.Items.LastOrDefault(candidate => ItemSaying(candidate, item) is not null),
        JsonObject json => json.Members.LastOrDefault(member => member.Name.AsText() == item).Name ?? json.Members.FirstOrDefault(member => member.Value is JsonScalar && ItemSaying(member.Value, item) is not null).Name,
        JsonScalar { Kind: JsonKind.String } text when text.AsText() == item => text,
        _ => null,
    };

    private static InterceptorException Wrong(string name, JsonValue value, string wanted) => value.Error($"{name} must be {wanted}");
}

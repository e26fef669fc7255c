using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fuzz.Models;

/// <summary>
/// A second, independent reading of JSON, built on System.Text.Json's tokens: it keeps every token's spelling,
/// members in their order and repeated names, and applies JSON Patches (RFC 6902) by the letter.
/// </summary>
internal sealed partial class ReferenceTree
{
    private readonly string? _token;
    private readonly List<(string Name, ReferenceTree Value)>? _members;
    private readonly List<ReferenceTree>? _items;

    // Names of members that an operation has added: a pointer says what they are, and not how they are spelled.
    private readonly HashSet<string> _added = [];

    private ReferenceTree(string token) => _token = token;

    internal ReferenceTree(List<(string, ReferenceTree)> members) => _members = members;

    private ReferenceTree(List<ReferenceTree> items) => _items = items;

    internal static ReferenceTree Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 10_000 });
        reader.Read();
        var tree = Read(ref reader);
        return reader.Read() ? throw new JsonException("more than one value") : tree;
    }

    internal static ReferenceTree OfToken(string token) => Parse(Encoding.UTF8.GetBytes(token));

    /// <summary>Whether this is null.</summary>
    internal bool IsNull => _token == "null";

    /// <summary>The spelling of a string, a number, true, false or null; null for an object or array. A character is one byte.</summary>
    internal string? Token => _token;

    /// <summary>What a string says; null for any other value.</summary>
    internal string? Text => _token is ['"', ..] ? Decode(_token) : null;

    /// <summary>An array's values, to be changed in place; null for any other value.</summary>
    internal List<ReferenceTree>? Items => _items;

    /// <summary>An object's members in their order, with the spelling of their names; null for any other value.</summary>
    internal List<(string Name, ReferenceTree Value)>? Members => _members;

    /// <summary>An object's member, null when it is missing.</summary>
    internal ReferenceTree? Member(string name) => Find(name) is >= 0 and var place ? _members![place].Value : null;

    /// <summary>Gives an object's member a new array, at its place or at the end.</summary>
    internal void Set(string name, List<ReferenceTree> items)
    {
        var place = Find(name);
        if (place < 0)
        {
            _members!.Add(($"\"{name}\"", new ReferenceTree(items)));
        }
        else
        {
            _members![place] = (_members[place].Name, new ReferenceTree(items));
        }
    }

    /// <summary>All tokens in their order, as they are spelled, without white space.</summary>
    internal string Tokens()
    {
        var text = new StringBuilder();
        Append(text);
        return text.ToString();
    }

    /// <summary>Whether JSON Pointers cannot name all members: a name is repeated in an object, or is not text.</summary>
    internal bool IsAmbiguous => _items?.Exists(item => item.IsAmbiguous) == true
        || (_members is not null && (_members.Select(member => Decode(member.Name)).Distinct().Count() < _members.Count
            || _members.Exists(member => Decode(member.Name).Contains('\uFFFD', StringComparison.Ordinal) || member.Value.IsAmbiguous)));

    /// <summary>What the document says, with the members of each object in the order of their names: equal for documents that mean the same.</summary>
    internal string SortedTokens()
    {
        var text = new StringBuilder();
        AppendSorted(text);
        return text.ToString();
    }

    internal void Apply(string op, string pointer, ReferenceTree? value)
    {
        var path = pointer.Split('/')[1..];
        var parent = this;
        foreach (var step in path[..^1])
        {
            parent = parent.Child(Unescape(step));
        }
        parent.Change(op, Unescape(path[^1]), value);
    }

    /// <summary>Spells the names that operations have added as another tree does at the same place; no other name.</summary>
    internal void SpellAdded(ReferenceTree other)
    {
        for (var i = 0; i < Math.Min(_items?.Count ?? 0, other._items?.Count ?? 0); i++)
        {
            _items![i].SpellAdded(other._items![i]);
        }
        for (var i = 0; i < Math.Min(_members?.Count ?? 0, other._members?.Count ?? 0); i++)
        {
            var (name, value) = _members![i];
            var spelled = other._members![i].Name;
            _members[i] = (_added.Contains(Decode(name)) && Decode(spelled) == Decode(name) ? spelled : name, value);
            value.SpellAdded(other._members[i].Value);
        }
    }

    private static ReferenceTree Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            var items = new List<ReferenceTree>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(Read(ref reader));
            }
            return new ReferenceTree(items);
        }
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return new ReferenceTree(Spelling(ref reader));
        }
        var members = new List<(string, ReferenceTree)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Spelling(ref reader);
            reader.Read();
            members.Add((name, Read(ref reader)));
        }
        return new ReferenceTree(members);
    }

    private static string Spelling(ref Utf8JsonReader reader)
    {
        var raw = Encoding.Latin1.GetString(reader.ValueSpan);
        return reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? $"\"{raw}\"" : raw;
    }

    private void Append(StringBuilder text)
    {
        if (_token is not null)
        {
            text.Append(_token);
        }
        else if (_items is not null)
        {
            text.Append("[ ");
            _items.ForEach(item => item.Append(text.Append("; ")));
            text.Append(']');
        }
        else
        {
            text.Append("{ ");
            _members!.ForEach(member => member.Value.Append(text.Append("; ").Append(member.Name).Append(": ")));
            text.Append('}');
        }
    }

    private void AppendSorted(StringBuilder text)
    {
        if (_token is not null)
        {
            text.Append(Text ?? _token);
        }
        else if (_items is not null)
        {
            text.Append("[ ");
            _items.ForEach(item => item.AppendSorted(text.Append("; ")));
            text.Append(']');
        }
        else
        {
            text.Append("{ ");
            foreach (var (name, value) in _members!.Select(member => (Decode(member.Name), member.Value)).OrderBy(member => member.Item1, StringComparer.Ordinal))
            {
                value.AppendSorted(text.Append("; ").Append(name).Append(": "));
            }
            text.Append('}');
        }
    }

    private ReferenceTree Child(string step) =>
        _items is not null ? _items[int.Parse(step, CultureInfo.InvariantCulture)] : _members![Find(step)].Value;

    private void Change(string op, string step, ReferenceTree? value)
    {
        if (_items is not null)
        {
            var index = int.Parse(step, CultureInfo.InvariantCulture);
            switch (op)
            {
                case "add": _items.Insert(index, value!); break;
                case "remove": _items.RemoveAt(index); break;
                default: _items[index] = value!; break;
            }
            return;
        }
        var place = Find(step);
        switch (op)
        {
            case "add":
                _added.Add(step);
                _members!.Add(place < 0 ? (Quote(step), value!) : throw new AmbiguousPointerException($"the member {step} is added and was there"));
                break;
            case "remove": _members!.RemoveAt(place); break;
            default: _members![place] = (_members[place].Name, value!); break;
        }
    }

    private int Find(string name)
    {
        var place = _members!.FindIndex(member => Decode(member.Name) == name);
        return place == _members.FindLastIndex(member => Decode(member.Name) == name) ? place : throw new AmbiguousPointerException($"the name {name} is repeated");
    }

    /// <summary>What the spelling of a string says; bytes that are not UTF-8 and halves of surrogate pairs read as <paramref name="instead"/>.</summary>
    internal static string Decode(string token, string instead = "\uFFFD")
    {
        var body = token[1..^1];
        if (!body.AsSpan().ContainsAnyExceptInRange(' ', '~') && !body.Contains('\\', StringComparison.Ordinal))
        {
            return body;
        }
        var encoding = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(instead));
        var text = encoding.GetString(Encoding.Latin1.GetBytes(body));
        text = Escapes().Replace(text, match => match.Value[1] switch
        {
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'u' => ((char)Convert.ToUInt16(match.Value[2..], 16)).ToString(),
            var other => other.ToString(),
        });
        return instead == "\uFFFD" ? string.Concat(text.EnumerateRunes()) : HalfSurrogates().Replace(text, instead);
    }

    private static string Quote(string name) => Encoding.Latin1.GetString(OciInterceptor.Json.JsonString.Encode(name));

    private static string Unescape(string step) => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    [GeneratedRegex(@"\\(u[0-9a-fA-F]{4}|[^u])")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]")]
    private static partial Regex HalfSurrogates();
}

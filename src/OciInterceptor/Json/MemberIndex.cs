namespace OciInterceptor.Json;

/// <summary>
/// Where the members of an object are in its text. Most of what a rule looks at is one or two members of many: a value becomes an
/// object when it is asked for, and a name not at all.
/// </summary>
internal sealed class MemberIndex
{
    private readonly JsonText _text;
    private readonly Place[] _places;

    internal MemberIndex(JsonText text, int start)
    {
        _text = text;
        _places = new Place[text.LengthOf(start)];
        HasPlainNames = true;
        var scanner = new MemberScanner(text, start);
        for (var i = 0; scanner.MoveNext(); i++)
        {
            ref var place = ref _places[i];
            place.Name = scanner.Name;
            place.NameEnd = scanner.NameEnd;
            place.Value = scanner.Value;
            place.ValueEnd = scanner.ValueEnd;
            HasPlainNames = HasPlainNames && scanner.IsNamePlain;
        }
    }

    internal int Count => _places.Length;

    /// <summary>Whether all names are spelled as they read: in ASCII, without escapes.</summary>
    internal bool HasPlainNames { get; }

    /// <summary>How many bytes a name has between its quotes.</summary>
    internal int NameLength(int index) => _places[index].NameEnd - _places[index].Name - 2;

    /// <summary>A name's token, with its quotes.</summary>
    internal ReadOnlySpan<byte> Token(int index) => _text.Bytes.AsSpan(_places[index].Name, _places[index].NameEnd - _places[index].Name);

    /// <summary>A value, always the same instance.</summary>
    internal JsonValue Value(int index) => _places[index].Made ??= JsonScanner.Make(_text, _places[index].Value, _places[index].ValueEnd);

    /// <summary>All members, with the values that were asked for before.</summary>
    internal ImmutableArray<JsonMember> ToMembers()
    {
        var members = ImmutableArray.CreateBuilder<JsonMember>(Count);
        for (var i = 0; i < Count; i++)
        {
            members.Add(new JsonMember(new JsonScalar(_text, _places[i].Name, _places[i].NameEnd), Value(i)));
        }
        return members.DrainToImmutable();
    }

    private struct Place
    {
        internal int Name;
        internal int NameEnd;
        internal int Value;
        internal int ValueEnd;
        internal JsonValue? Made;
    }
}

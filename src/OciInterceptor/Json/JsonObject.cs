using System.Buffers;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Json;

/// <summary>An object. Its members are found at the first use and kept in their order, even unknown and repeated names.</summary>
internal sealed class JsonObject : JsonValue
{
    internal static readonly JsonObject Empty = new([]);

    private ImmutableArray<JsonMember> _members;

    // As long as only single members were asked for.
    private MemberIndex? _index;

    internal JsonObject(JsonText text, int start, int end)
        : base(text, start, end)
    {
    }

    internal JsonObject(ImmutableArray<JsonMember> members)
        : base(null, 0, 0) => _members = members;

    internal override JsonKind Kind => JsonKind.Object;

    internal ImmutableArray<JsonMember> Members => _members.IsDefault ? _members = _index?.ToMembers() ?? Scan() : _members;

    private MemberIndex Index => _index ??= new MemberIndex(Text!, Start);

    /// <summary>The value of a member of a record; null if it is absent.</summary>
    /// <exception cref="InterceptorException">
    /// The name is repeated, or in another letter case. Runtimes differ in which member they take (Go: the last, in any letter case;
    /// C parsers: the first), so no rule could be sure of its effect.
    /// </exception>
    internal JsonValue? Field(ReadOnlySpan<byte> name)
    {
        var index = IndexOfField(name);
        return index < 0 ? null : _members.IsDefault ? Index.Value(index) : _members[index].Value;
    }

    /// <summary>The object with that member set, in its position or at the end; a null value removes it.</summary>
    /// <exception cref="InterceptorException">As for <see cref="Field"/>.</exception>
    internal JsonObject WithField(ReadOnlySpan<byte> name, JsonValue? value)
    {
        var index = IndexOfField(name);
        return index < 0 ? WithLast(Encoding.UTF8.GetString(name), value) : WithAt(index, value);
    }

    /// <summary>The value of a member whose name is data; null if it is absent.</summary>
    /// <exception cref="InterceptorException">
    /// The name is repeated, or another one becomes it where a NUL ends it. Runtimes differ in which member they take.
    /// </exception>
    internal JsonValue? Entry(string name)
    {
        var index = IndexOfEntry(name);
        return index < 0 ? null : Members[index].Value;
    }

    /// <summary>The object with that member set, in its position or at the end; a null value removes it.</summary>
    /// <exception cref="InterceptorException">As for <see cref="Entry"/>.</exception>
    internal JsonObject WithEntry(string name, JsonValue? value)
    {
        var index = IndexOfEntry(name);
        return index < 0 ? WithLast(name, value) : WithAt(index, value);
    }

    internal static InterceptorException Ambiguous(JsonScalar name) =>
        name.Error($"the member {Encoding.UTF8.GetString(name.Token)} is ambiguous: runtimes differ in how they read repeated names and other letter case");

    private protected override bool SameAs(JsonValue other)
    {
        var mine = Members;
        var theirs = ((JsonObject)other).Members;
        if (mine.Length != theirs.Length)
        {
            return false;
        }
        for (var i = 0; i < mine.Length; i++)
        {
            if (!Same(mine[i].Name, theirs[i].Name) || !Same(mine[i].Value, theirs[i].Value))
            {
                return false;
            }
        }
        return true;
    }

    private protected override void WriteMade(IBufferWriter<byte> output)
    {
        output.Write("{"u8);
        for (var i = 0; i < _members.Length; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }
            _members[i].Name.WriteTo(output);
            output.Write(":"u8);
            _members[i].Value.WriteTo(output);
        }
        output.Write("}"u8);
    }

    private JsonObject WithLast(string name, JsonValue? value) =>
        value is null ? this : new JsonObject(Members.Add(new JsonMember(JsonScalar.Of(name), value)));

    private JsonObject WithAt(int index, JsonValue? value)
    {
        if (value is null)
        {
            return new JsonObject(Members.RemoveAt(index));
        }
        var member = Members[index];
        return Same(member.Value, value) ? this : new JsonObject(Members.SetItem(index, member with { Value = value }));
    }

    private int IndexOfField(ReadOnlySpan<byte> name)
    {
        var index = _members.IsDefault ? Index : null;
        var count = index?.Count ?? _members.Length;
        var found = -1;
        for (var i = 0; i < count; i++)
        {
            // Most lookups pass other names first: comparing lengths rules most of those out.
            var length = index is null ? _members[i].Name.BodyLength : index.NameLength(i);
            if (length < name.Length || (length > name.Length && (index?.HasPlainNames ?? _members[i].Name.IsPlain)))
            {
                continue;
            }
            var token = index is null ? _members[i].Name.Token : index.Token(i);
            var isExact = token[1..^1].SequenceEqual(name);
            if (!isExact && !JsonName.LooksLike(token, name))
            {
                continue;
            }
            if (found >= 0 || !(isExact || JsonString.Is(token, name)))
            {
                throw Ambiguous(Members[i].Name);
            }
            found = i;
        }
        return found;
    }

    private int IndexOfEntry(string name)
    {
        var members = Members;
        var found = -1;
        for (var i = 0; i < members.Length; i++)
        {
            var token = members[i].Name;
            if (token.BodyLength < name.Length)
            {
                continue;
            }
            var isExact = token.TextEquals(name);
            if (!isExact && (token.IsPlain || !JsonName.MayBe(token, name)))
            {
                continue;
            }
            if (found >= 0 || !isExact || (!token.IsPlain && token.IsMalformed))
            {
                throw Ambiguous(token);
            }
            found = i;
        }
        return found;
    }

    private ImmutableArray<JsonMember> Scan()
    {
        var members = ImmutableArray.CreateBuilder<JsonMember>(Text!.LengthOf(Start));
        var scanner = new MemberScanner(Text, Start);
        while (scanner.MoveNext())
        {
            var name = new JsonScalar(Text, scanner.Name, scanner.NameEnd);
            members.Add(new JsonMember(name, JsonScanner.Make(Text, scanner.Value, scanner.ValueEnd)));
        }
        return members.DrainToImmutable();
    }
}

using System.Buffers;
using System.Text;
using OciInterceptor.Messages;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OciInterceptor.Json;

/// <summary>
/// Reads YAML 1.2 as JSON: one document, with the core schema's scalars. Only the library's parser is used, which needs no
/// reflection. An alias repeats what its anchor named, and a merge key (&lt;&lt;, YAML 1.1) the members of objects; the size of the result is
/// bounded.
/// </summary>
internal sealed class YamlText
{
    private const int MaxDepth = 64;
    private const int MaxValues = 100_000;
    private const int MaxLength = 16 << 20;

    private readonly string _name;
    private readonly List<ParsingEvent> _events;
    private readonly Dictionary<string, int> _anchors = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly OriginalOffsets _places = new();
    private int _values;

    private readonly List<string>? _notes;

    private YamlText(string name, List<ParsingEvent> events, List<string>? notes) => (_name, _events, _notes) = (name, events, notes);

    /// <param name="bytes">UTF-8 text.</param>
    /// <param name="name">What errors call the file: its path.</param>
    /// <param name="notes">Gets the octal numbers of YAML 1.1, with their places; null for nothing.</param>
    /// <exception cref="JsonFormatException">It is not one YAML document, or JSON cannot express it; the message has the file's own line and column.</exception>
    internal static JsonValue Parse(byte[] bytes, string name, List<string>? notes = null)
    {
        var text = new YamlText(name, ReadEvents(bytes, name), notes);
        var at = 2;
        text.Write(ref at, 0);
        return JsonText.Parse(text._json.WrittenSpan.ToArray(), name, places: text._places);
    }

    // From the start of the stream to the end of its only document.
    private static List<ParsingEvent> ReadEvents(byte[] bytes, string name)
    {
        var events = new List<ParsingEvent>();
        try
        {
            var parser = new Parser(new StringReader(new UTF8Encoding(false, true).GetString(bytes).TrimStart('\uFEFF')));
            var depth = 0;
            while (parser.MoveNext() && parser.Current is not StreamEnd)
            {
                var one = parser.Current!;
                depth += one is MappingStart or SequenceStart ? 1 : one is MappingEnd or SequenceEnd ? -1 : 0;
                _ = one is DocumentStart && events.Count > 1 ? throw Error(name, one.Start, "the file has more than one YAML document, want one")
                    : depth > MaxDepth ? throw Error(name, one.Start, $"the document nests deeper than {MaxDepth} levels")
                    : events.Count > 2 * MaxValues ? throw Error(name, one.Start, $"the document has more than {MaxValues} values")
                    : one;
                if (one is not Comment)
                {
                    events.Add(one);
                }
            }
        }
        catch (YamlException e)
        {
            throw Error(name, e.Start, $"not valid YAML: {YamlFault.Cause(e.Message)}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new JsonFormatException(name, 1, 1, "not valid YAML: it is not UTF-8", e);
        }
        // The library's parser throws these for some texts: ArgumentException for half of a surrogate pair and for a tag that is not a URI.
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw Error(name, events.Count == 0 ? new Mark() : events[^1].End, "not valid YAML: the parser stopped after this", e);
        }
        return events.Count > 2 ? events : throw new JsonFormatException(name, 1, 1, "the file is empty");
    }

    // Writes the value that begins at an event, and stops after it.
    private void Write(ref int at, int depth)
    {
        var start = at;
        var first = _events[at++];
        Place(first);
        switch (first)
        {
            case AnchorAlias alias:
                WriteAlias(alias, depth);
                return;
            case Scalar scalar:
                var token = YamlScalar.Token(scalar, cause => Error(_name, scalar.Start, cause));
                if (YamlScalar.IsOldOctal(scalar, token))
                {
                    _notes?.Add(Error(_name, scalar.Start, $"{scalar.Value} is read as the octal number {token}, as in YAML 1.1").Message);
                }
                Put(token);
                break;
            case SequenceStart sequence:
                CheckTag(sequence, "seq");
                WriteItems(ref at, depth);
                break;
            case MappingStart mapping:
                CheckTag(mapping, "map");
                WriteMembers(ref at, depth);
                break;
        }
        // Known only at its end, so that no alias can lead into itself.
        if (first is NodeEvent { Anchor.IsEmpty: false } node)
        {
            _anchors[node.Anchor.Value] = start;
        }
    }

    private void WriteItems(ref int at, int depth)
    {
        Put("[");
        for (var isFirst = true; _events[at] is not SequenceEnd; isFirst = false)
        {
            Put(isFirst ? "" : ",");
            Write(ref at, depth + 1);
        }
        at++;
        Put("]");
    }

    private void WriteMembers(ref int at, int depth)
    {
        Put("{");
        var isFirst = true;
        WriteMembers(ref at, ref isFirst, depth);
        Put("}");
    }

    private void WriteMembers(ref int at, ref bool isFirst, int depth)
    {
        while (_events[at] is not MappingEnd)
        {
            var name = _events[at++] as Scalar ?? throw Error(_name, _events[at - 1].Start, "a member's name must be a string");
            if (name is { Value: "<<", Style: ScalarStyle.Plain, Tag.IsEmpty: true })
            {
                WriteMerged(ref at, ref isFirst, depth + 1);
                continue;
            }
            Put(isFirst ? "" : ",");
            isFirst = false;
            Place(name);
            Put(Encoding.UTF8.GetString(JsonString.Encode(name.Value)));
            Put(":");
            Write(ref at, depth + 1);
        }
        at++;
    }

    // A name that then is there twice is for whoever reads the members; the reference implementation of CDI refuses it.
    private void WriteMerged(ref int at, ref bool isFirst, int depth)
    {
        var first = _events[at++];
        Count(first);
        switch (first)
        {
            case AnchorAlias alias:
                var there = Anchored(alias, depth);
                WriteMerged(ref there, ref isFirst, depth + 1);
                break;
            case MappingStart:
                WriteMembers(ref at, ref isFirst, depth);
                break;
            case SequenceStart:
                while (_events[at] is not SequenceEnd)
                {
                    WriteMerged(ref at, ref isFirst, depth + 1);
                }
                at++;
                break;
            default:
                throw Error(_name, first.Start, "the members that << merges must be an object's, or those of a list of objects");
        }
    }

    private void WriteAlias(AnchorAlias alias, int depth)
    {
        var at = Anchored(alias, depth);
        Write(ref at, depth);
    }

    // Where the value begins that an alias repeats.
    private int Anchored(AnchorAlias alias, int depth) =>
        !_anchors.TryGetValue(alias.Value.Value, out var at) ? throw Error(_name, alias.Start, $"invalid alias *{OneLine(alias.Value.Value)}: want the name of a complete value before it")
        : depth > MaxDepth ? throw Error(_name, alias.Start, $"the document nests deeper than {MaxDepth} levels")
        : at;

    private void Count(ParsingEvent of)
    {
        if (++_values > MaxValues || _json.WrittenCount > MaxLength)
        {
            throw Error(_name, of.Start, $"the document has more than {MaxValues} values, or more than {MaxLength >> 20} MiB of them");
        }
    }

    private void Place(ParsingEvent of)
    {
        Count(of);
        _places.Add(_json.WrittenCount, (int)of.Start.Line, (int)of.Start.Column);
    }

    private void CheckTag(NodeEvent node, string known)
    {
        if (!node.Tag.IsEmpty && node.Tag.Value != "!" && node.Tag.Value != YamlScalar.TagPrefix + known)
        {
            throw Error(_name, node.Start, $"unknown tag {OneLine(node.Tag.Value)}");
        }
    }

    private void Put(string json) => Encoding.UTF8.GetBytes(json, _json);

    private static string OneLine(string text) => string.Concat(text.Select(c => ControlCharacter.Is(c) ? ' ' : c));

    private static JsonFormatException Error(string name, in Mark at, string cause, Exception? inner = null) =>
        new(name, (int)at.Line, (int)at.Column, cause, inner);
}

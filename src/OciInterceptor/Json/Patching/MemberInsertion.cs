using System.Text;

namespace OciInterceptor.Json.Patching;

/// <summary>
/// Sets a member in a file that people edit, in the file's own layout: on lines of its own, indented, if the other members are, else on
/// the same line. Every other byte stays.
/// </summary>
internal sealed class MemberInsertion
{
    private readonly byte[] _bytes;
    private readonly string _lineEnd;
    private readonly string? _unit;

    internal MemberInsertion(JsonObject root)
    {
        _bytes = root.Text!.Bytes;
        var space = root.Members.IsEmpty ? "\n  " : SpaceBefore(root.Members[0]);
        var lineStart = space.LastIndexOf('\n') + 1;
        _lineEnd = space.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        _unit = lineStart == 0 ? null : space[lineStart..];
    }

    /// <summary>
    /// The document with the member set, in place of the value that the name has, or else after all others. <paramref name="depth"/>
    /// objects and lists enclose the container.
    /// </summary>
    internal byte[] Set(JsonObject container, int depth, string name, JsonValue value)
    {
        if (container.Entry(name) is { } old)
        {
            return Spliced(old.Start, old.End, Text(value, depth + 1, _unit is not null));
        }
        if (container.Members is [.., var last])
        {
            var space = SpaceBefore(last);
            var onLines = space.Contains('\n', StringComparison.Ordinal);
            return Spliced(last.Value.End, last.Value.End, $",{space}{Member(name, space.Length == 0 ? ":" : ": ", value, depth + 1, onLines)}");
        }
        var member = Member(name, ": ", value, depth + 1, _unit is not null);
        return Spliced(container.Start, container.End, _unit is null ? $"{{{member}}}" : $"{{{Line(depth + 1)}{member}{Line(depth)}}}");
    }

    private string Member(string name, string colon, JsonValue value, int depth, bool onLines) =>
        Encoding.UTF8.GetString(JsonScalar.Of(name).Token) + colon + Text(value, depth, onLines);

    private byte[] Spliced(int start, int end, string text) => [.. _bytes.AsSpan(0, start), .. Encoding.UTF8.GetBytes(text), .. _bytes.AsSpan(end)];

    private string Text(JsonValue value, int depth, bool onLines)
    {
        if (!onLines)
        {
            return Encoding.UTF8.GetString(JsonBuilder.Line(value).Span);
        }
        var text = new StringBuilder();
        foreach (var line in IndentedJson.Lines(value))
        {
            var content = line.Text.TrimStart(' ');
            text.Append(text.Length == 0 ? "" : Line(depth + ((line.Text.Length - content.Length) / 2))).Append(content).Append(line.Comma);
        }
        return text.ToString();
    }

    private string Line(int depth) => _lineEnd + new StringBuilder().Insert(0, _unit, depth);

    private string SpaceBefore(JsonMember member)
    {
        var start = member.Name.Start;
        while (_bytes[start - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            start--;
        }
        return Encoding.ASCII.GetString(_bytes, start, member.Name.Start - start);
    }
}

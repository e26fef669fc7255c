using System.Text.Json;

namespace OciInterceptor.Commands.Report;

/// <summary>The strings of an audit trail that come again and again, each once in memory.</summary>
internal sealed class TextPool
{
    // Longer and further ones are made anew each time.
    private const int MaxLength = 200;
    private const int Most = 10_000;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    internal TextPool() => _lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The string that the reader is at.</summary>
    internal string Read(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > MaxLength)
        {
            return reader.GetString()!;
        }
        Span<char> text = stackalloc char[MaxLength];
        text = text[..reader.CopyString(text)];
        if (_lookup.TryGetValue(text, out var known))
        {
            return known;
        }
        var made = text.ToString();
        if (_texts.Count < Most)
        {
            _texts[made] = made;
        }
        return made;
    }
}

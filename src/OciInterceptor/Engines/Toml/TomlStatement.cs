namespace OciInterceptor.Engines.Toml;

/// <summary>A header or a "key = value" of a TOML file.</summary>
/// <param name="Kind">Whether it is a header or a value.</param>
/// <param name="Key">The names of its tables and its own, outermost first.</param>
/// <param name="Value">The value as written; empty for a header.</param>
/// <param name="Line">The line it begins on, from 1.</param>
internal sealed record TomlStatement(TomlKind Kind, ImmutableArray<string> Key, string Value, int Line)
{
    /// <summary>How many of the names come from the header above it.</summary>
    internal int HeaderDepth { get; init; }

    /// <summary>Where the next line begins.</summary>
    internal int End { get; init; }

    /// <summary>What precedes it on its line.</summary>
    internal string Indentation { get; init; } = "";

    /// <summary>The value if it is a single string, else null.</summary>
    internal string? Text => Value is ['"' or '\'', ..] && Texts is [var text] ? text : null;

    /// <summary>The strings of the value.</summary>
    internal ImmutableArray<string> Texts => TomlStrings.Of(Value);

    /// <summary>Whether the key consists of these names; null matches any name.</summary>
    internal bool Is(params ReadOnlySpan<string?> names)
    {
        if (names.Length != Key.Length)
        {
            return false;
        }
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] is { } name && name != Key[i])
            {
                return false;
            }
        }
        return true;
    }

    internal bool IsBelow(params ReadOnlySpan<string> names) => Key.Length > names.Length && Key.AsSpan()[..names.Length].SequenceEqual(names);
}

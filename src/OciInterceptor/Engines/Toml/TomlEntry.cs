namespace OciInterceptor.Engines.Toml;

/// <summary>One "key = value" of a TOML file.</summary>
/// <param name="Key">The names of its tables and its own, from the outside in.</param>
/// <param name="Texts">The strings of the value: one, those of a list, or none when it is something else.</param>
internal sealed record TomlEntry(ImmutableArray<string> Key, ImmutableArray<string> Texts)
{
    /// <summary>The value when it is a string or a list of one; else null.</summary>
    internal string? Text => Texts is [var text] ? text : null;

    /// <summary>Whether the key consists of these names; null stands for any one.</summary>
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
}

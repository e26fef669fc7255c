using System.Text;

namespace OciInterceptor.Engines.Toml;

/// <summary>The settings of a table, to be written as those of another.</summary>
internal static class TomlSettings
{
    /// <summary>The settings below a table: the key relative to it, and the value as written.</summary>
    /// <remarks>An inline table or a list of them is one setting.</remarks>
    internal static IEnumerable<(ImmutableArray<string> Key, string Value)> Below(IEnumerable<TomlStatement> statements, ImmutableArray<string> table)
    {
        ImmutableArray<string> whole = [];
        foreach (var statement in statements)
        {
            if (statement.Kind == TomlKind.Value && statement.IsBelow(table.AsSpan()) && (whole.IsEmpty || !statement.IsBelow(whole.AsSpan())))
            {
                whole = statement.Value is ['{' or '[', ..] ? statement.Key : whole;
                yield return ([.. statement.Key.AsSpan()[table.Length..]], statement.Value);
            }
        }
    }

    /// <summary>Settings as a table of that name and the tables below it. Keys are not dotted: some readers do not know these.</summary>
    internal static string Text(ImmutableArray<string> table, IEnumerable<(ImmutableArray<string> Key, string Value)> settings)
    {
        var texts = new List<(string Header, StringBuilder Text)> { (TomlText.Key(table.AsSpan()), new StringBuilder()) };
        foreach (var (key, value) in settings)
        {
            var header = TomlText.Key([.. table, .. key.AsSpan()[..^1]]);
            var at = texts.FindIndex(other => other.Header == header);
            if (at < 0)
            {
                at = texts.Count;
                texts.Add((header, new StringBuilder()));
            }
            texts[at].Text.Append("  ").Append(TomlText.Key(key[^1])).Append(" = ").Append(value).Append('\n');
        }
        return string.Concat(texts.Select(part => $"[{part.Header}]\n{part.Text}"));
    }
}

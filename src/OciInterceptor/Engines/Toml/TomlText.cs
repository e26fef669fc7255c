using System.Text;

namespace OciInterceptor.Engines.Toml;

/// <summary>Writes TOML.</summary>
internal static class TomlText
{
    /// <summary>A dotted key.</summary>
    internal static string Key(params ReadOnlySpan<string> names)
    {
        var key = new StringBuilder();
        foreach (var name in names)
        {
            key.Append(key.Length == 0 ? "" : ".").Append(IsBare(name) ? name : IsLiteral(name) ? $"'{name}'" : String(name));
        }
        return key.ToString();
    }

    /// <summary>A basic string.</summary>
    internal static string String(string text)
    {
        var value = new StringBuilder("\"");
        foreach (var c in text)
        {
            value.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' or '\x7f' => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        }
        return value.Append('"').ToString();
    }

    /// <summary>A list of basic strings.</summary>
    internal static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(String))}]";

    // TomlReader reads no escapes in keys.
    private static bool IsLiteral(string name) => name.Contains('"', StringComparison.Ordinal) && !name.AsSpan().ContainsAny('\'', '\\') && !name.Any(char.IsControl);

    private static bool IsBare(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}

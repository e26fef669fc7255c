using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Engines.Containerd;

/// <summary>A file that "containerd config migrate" wrote: it has the runtime, under the plugin's newer name, and no comments.</summary>
internal static class ContainerdMigrated
{
    /// <summary>Whether a text is of another version than what an installation wrote, and has its runtime with the same program.</summary>
    internal static bool Is(string text, string made, string name, string path)
    {
        var now = new ContainerdDump(TomlReader.Read(text, path));
        var then = new ContainerdDump(TomlReader.ReadTolerant(System.Text.Encoding.UTF8.GetBytes(made)));
        return now.Version != then.Version && now.Path(name) is { } program && program == then.Path(name);
    }

    /// <summary>The text without the runtime's tables. If it is the default, <paramref name="chosen"/> becomes it.</summary>
    internal static string Without(string text, string name, string chosen, string path)
    {
        var statements = TomlReader.Read(text, path);
        for (var i = statements.Length - 1; i >= 0; i--)
        {
            // The entries of an inline table go with its line.
            var statement = statements[i];
            if (i > 0 && statements[i - 1].End == statement.End)
            {
                continue;
            }
            if (statement.Kind == TomlKind.Value && statement.Key is ["plugins", _, "containerd", "default_runtime_name"] && statement.Text == name)
            {
                text = Replaced(text, statement, $"{statement.Indentation}{statement.Key[^1]} = {TomlText.String(chosen)}\n");
            }
            else if (statement.Key is ["plugins", _, "containerd", "runtimes", var runtime, ..] && runtime == name)
            {
                text = Replaced(text, statement, "");
            }
        }
        ContainerdRemoval.RequireGone(TomlReader.Read(text, path), name, path);
        return text;
    }

    private static string Replaced(string text, TomlStatement statement, string line)
    {
        var start = 0;
        for (var at = 1; at < statement.Line; at++)
        {
            start = text.IndexOf('\n', start) + 1;
        }
        return text[..start] + line + text[statement.End..];
    }
}

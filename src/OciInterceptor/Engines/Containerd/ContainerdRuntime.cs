using System.Text;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Engines.Containerd;

/// <summary>A runtime of containerd's CRI plugin.</summary>
/// <param name="Name">Its name, which a RuntimeClass calls the handler.</param>
/// <param name="Path">The program that the shim runs.</param>
/// <param name="Settings">The settings of the runtime behind it: the key relative to its table, and the value as written.</param>
internal sealed record ContainerdRuntime(string Name, string Path, ImmutableArray<(string Key, string Value)> Settings)
{
    /// <summary>The shim that calls a program as runc is called.</summary>
    internal const string Type = "io.containerd.runc.v2";

    private const string Options = "options.";

    internal string Tables(string plugin)
    {
        var text = new StringBuilder();
        text.Append('[').Append(TomlText.Key("plugins", plugin, "containerd", "runtimes", Name)).Append("]\n");
        text.Append($"  runtime_type = \"{Type}\"\n");
        foreach (var (key, value) in Settings)
        {
            if (!key.StartsWith(Options, StringComparison.Ordinal))
            {
                text.Append("  ").Append(key).Append(" = ").Append(value).Append('\n');
            }
        }
        text.Append("  [").Append(TomlText.Key("plugins", plugin, "containerd", "runtimes", Name, "options")).Append("]\n");
        text.Append("    BinaryName = ").Append(TomlText.String(Path)).Append('\n');
        foreach (var (key, value) in Settings)
        {
            if (key.StartsWith(Options, StringComparison.Ordinal))
            {
                text.Append("    ").Append(key.AsSpan(Options.Length)).Append(" = ").Append(value).Append('\n');
            }
        }
        return text.ToString();
    }
}

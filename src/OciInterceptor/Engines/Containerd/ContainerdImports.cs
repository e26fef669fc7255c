using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Engines.Containerd;

/// <summary>The files that a config.toml imports, asked which of them overrides a registration.</summary>
internal sealed class ContainerdImports(string main, ContainerdConfiguration configuration)
{
    /// <summary>Which file says otherwise, and what to do; null if none is found.</summary>
    /// <param name="name">The runtime's name.</param>
    /// <param name="program">The program that is registered.</param>
    /// <param name="isDefault">Whether it is to be the default.</param>
    /// <param name="ours">The file that registers it.</param>
    internal string? Override(string name, string program, bool isDefault, string ours)
    {
        foreach (var (file, entry) in Entries.Where(other => other.File != ours))
        {
            if (entry.Key is ["plugins", _, "containerd", "runtimes", var runtime, ..] && runtime == name && entry.Text != program)
            {
                return $"{file}:{entry.Line} has the runtime {name} too, and overrides {ours}: remove it there, or choose another name with --name";
            }
            if (isDefault && entry.Key is ["plugins", _, "containerd", "default_runtime_name"] && entry.Text != name)
            {
                return $"{file}:{entry.Line} sets default_runtime_name = {entry.Value}, and overrides {ours}: remove that line, or leave out --default";
            }
        }
        foreach (var (file, entry) in configuration.IsVersion3 ? [] : Entries)
        {
            if (entry.IsBelow("plugins", ContainerdConfiguration.Version2))
            {
                return $"{file}:{entry.Line} replaces the whole table of the CRI plugin, as imports do before containerd 2.0: move what it says of this plugin to {main}";
            }
        }
        return null;
    }

    // The last that is read counts.
    private IEnumerable<(string File, TomlStatement Entry)> Entries =>
        Files.ToImmutableArray().Reversed().SelectMany(file => FileState.Read(file).Content is { } content ? TomlReader.ReadTolerant(content.Span).Select(entry => (file, entry)) : []);

    private IEnumerable<string> Files
    {
        get
        {
            foreach (var import in configuration.Imports)
            {
                var path = Path.GetFullPath(import, Path.GetDirectoryName(main)!);
                var directory = Path.GetDirectoryName(path)!;
                string[] files = !path.Contains('*', StringComparison.Ordinal) ? [path] : Directory.Exists(directory) ? Directory.GetFiles(directory, Path.GetFileName(path)) : [];
                foreach (var file in files.Order(StringComparer.Ordinal))
                {
                    yield return file;
                }
            }
        }
    }
}

using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Engines.Podman;

/// <summary>What files of containers.conf say of runtimes.</summary>
/// <param name="entries">Their statements, in the order in which Podman reads them.</param>
internal sealed class PodmanConfiguration(ImmutableArray<(string File, TomlStatement Entry)> entries)
{
    /// <summary>
    /// The lists of runtimes' names by which Podman decides what a runtime can do, with those that its releases up to 6.0 have
    /// by default (containers/common, pkg/config/default.go).
    /// </summary>
    internal static ImmutableArray<(string Key, ImmutableArray<string> Names)> Abilities =>
    [
        ("runtime_supports_json", ["crun", "runc", "kata", "runsc", "youki", "krun", "ocijail"]),
        ("runtime_supports_kvm", ["kata", "kata-runtime", "kata-qemu", "kata-fc", "krun"]),
        // Podman reads the first; the second is that of its manual, and of libpod.conf.
        ("runtime_supports_nocgroup", ["crun", "krun"]),
        ("runtime_supports_nocgroups", ["crun", "krun"]),
    ];

    /// <summary>The default runtime. Without a setting it is runc where there is one, although Podman prefers crun.</summary>
    /// <param name="searchPath">PATH.</param>
    internal EngineRuntime Default(string searchPath)
    {
        foreach (var (file, entry) in entries.Reversed())
        {
            if (entry.Is("engine", "runtime") && entry.Text is { Length: > 0 } name)
            {
                return new EngineRuntime(name, Program(name, searchPath), file);
            }
        }
        return Program(EngineRuntime.Runc, searchPath) is var runc && RuntimeChoice.Found(runc, searchPath) is null && RuntimeChoice.Found(Program("crun", searchPath), searchPath) is { } crun
            ? new EngineRuntime("crun", crun, null)
            : EngineRuntime.Stock with { Program = runc };
    }

    /// <summary>A list of names as it is after these files, before another that replaces it.</summary>
    internal ImmutableArray<string> Names(string key, ImmutableArray<string> builtIn)
    {
        var names = builtIn;
        foreach (var (file, entry) in entries)
        {
            if (entry.Is("engine", key))
            {
                names = Appends(file, key) ? names.AddRange(entry.Texts).Distinct() : entry.Texts;
            }
        }
        return names;
    }

    /// <summary>Whether a file adds to a list ({append=true}), and does not replace it.</summary>
    internal bool Appends(string file, string key) => entries.Any(other => other.File == file && other.Entry.Is("engine", key, "append") && other.Entry.Value == "true");

    /// <summary>The flags that a runtime gets for its name, as written; null for none.</summary>
    internal string? Flags(string name)
    {
        string? flags = null;
        foreach (var (_, entry) in entries)
        {
            flags = entry.Is("engine", "runtimes_flags", name) ? entry.Value : flags;
        }
        return flags;
    }

    // The first that exists of those that are listed for the name, else what PATH has.
    private string Program(string name, string searchPath)
    {
        ImmutableArray<string> paths = [];
        foreach (var (_, entry) in entries)
        {
            paths = entry.Is("engine", "runtimes", name) ? entry.Texts : paths;
        }
        return paths.FirstOrDefault(path => RuntimeChoice.Found(path, searchPath) is not null) ?? (paths is [var first, ..] && RuntimeChoice.Found(name, searchPath) is null ? first : name);
    }
}

using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Crio;

/// <summary>What CRI-O's files say of runtimes.</summary>
/// <param name="entries">Their statements, in the order in which CRI-O reads them.</param>
internal sealed class CrioConfiguration(ImmutableArray<(string File, TomlStatement Entry)> entries)
{
    // What ours has of its own, and what would take the runtime's path from elsewhere.
    private static ImmutableArray<string> NotCopied => ["runtime_path", "runtime_type", "inherit_default_runtime"];

    /// <summary>
    /// The default runtime. Without a setting, which one it is depends on CRI-O's release (crun since 1.31): then it is the one that
    /// is configured or on PATH, runc before crun.
    /// </summary>
    /// <param name="searchPath">PATH.</param>
    internal EngineRuntime Default(string searchPath)
    {
        foreach (var (file, entry) in entries.Reversed())
        {
            if (entry.Is("crio", "runtime", "default_runtime") && entry.Text is { Length: > 0 } name)
            {
                return new EngineRuntime(name, Program(name), file);
            }
        }
        foreach (var name in (ReadOnlySpan<string>)[EngineRuntime.Runc, "crun"])
        {
            if (FileOf(name) is { } file)
            {
                return new EngineRuntime(name, Program(name), file);
            }
        }
        return RuntimeChoice.Found(EngineRuntime.Runc, searchPath) is null && RuntimeChoice.Found("crun", searchPath) is not null ? new EngineRuntime("crun", "crun", null) : EngineRuntime.Stock;
    }

    /// <summary>Why a runtime's program cannot be replaced; null if it can.</summary>
    internal string? Fault(string name)
    {
        foreach (var entry in Entry(name))
        {
            if (entry.Is("crio", "runtime", "runtimes", name, "runtime_type") && entry.Text is "vm")
            {
                return $"{FileOf(name)}:{entry.Line}: the default runtime {name} has runtime_type = \"vm\": it is a shim of its own, which calls no runtime that the interceptor could become";
            }
            if (entry.Key is ["crio", "runtime", "runtimes", _, "platform_runtime_paths", ..])
            {
                return $"{FileOf(name)}:{entry.Line}: the default runtime {name} has other programs for some platforms (platform_runtime_paths), which the interceptor would not cover";
            }
        }
        return null;
    }

    /// <summary>"pod" for a runtime below conmon-rs, else "oci".</summary>
    internal string TypeOf(string name) => Entry(name).Any(entry => entry.Is("crio", "runtime", "runtimes", name, "runtime_type") && entry.Text is "pod") ? "pod" : "oci";

    /// <summary>The settings of a runtime that another can have too.</summary>
    internal IEnumerable<(ImmutableArray<string> Key, string Value)> Settings(string name) =>
        TomlSettings.Below(Entry(name), ["crio", "runtime", "runtimes", name]).Where(setting => !NotCopied.Contains(setting.Key[0]));

    // CRI-O replaces a runtime as a whole by that of a later file.
    private IEnumerable<TomlStatement> Entry(string name) => FileOf(name) is { } file
        ? entries.Where(entry => entry.File == file && entry.Entry.IsBelow("crio", "runtime", "runtimes", name)).Select(entry => entry.Entry)
        : [];

    private string? FileOf(string name)
    {
        string? file = null;
        foreach (var (other, entry) in entries)
        {
            file = entry.IsBelow("crio", "runtime", "runtimes", name) ? other : file;
        }
        return file;
    }

    // Without a path, CRI-O looks for the table's name in PATH.
    private string Program(string name)
    {
        foreach (var entry in Entry(name))
        {
            if (entry.Is("crio", "runtime", "runtimes", name, "runtime_path") && entry.Text is { Length: > 0 } path)
            {
                return path;
            }
        }
        return name;
    }
}

using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Engines.Coverage;

/// <summary>The handlers in a configuration of containerd's, each with the program that its shim runs.</summary>
internal static class ContainerdHandlers
{
    /// <summary>The shim of runc, which runs the program of its options, else the runc that it finds.</summary>
    internal const string RuncShim = "io.containerd.runc.v2";

    /// <summary>The file that containerd reads by default.</summary>
    internal const string Configuration = "/etc/containerd/config.toml";

    /// <param name="files">The configuration and what it imports.</param>
    /// <param name="runc">The runc that shims find by themselves: a path, or a name for PATH.</param>
    internal static IEnumerable<FoundRuntime> In(ConfigurationFiles files, string runc)
    {
        var found = new Dictionary<string, FoundRuntime>(StringComparer.Ordinal);
        foreach (var (file, entry) in files.Entries)
        {
            if (entry.Is("plugins", null, "containerd", "runtimes", null, "runtime_type") && entry.Text is { Length: > 0 } type && !found.ContainsKey(entry.Key[4]))
            {
                found[entry.Key[4]] = new FoundRuntime(entry.Key[4], type == RuncShim ? runc : ShimName.ProgramOf(type) ?? type, file);
            }
            else if (entry.Is("plugins", null, "containerd", "runtimes", null, "options", "BinaryName") && entry.Text is { Length: > 0 } program)
            {
                found[entry.Key[4]] = new FoundRuntime(entry.Key[4], program, file);
            }
        }
        var chosen = files.Text("plugins", null, "containerd", "default_runtime_name") ?? "runc";
        return found.Values.Select(handler => handler with { IsDefault = handler.Name == chosen });
    }

    /// <summary>Reads a configuration and what it imports.</summary>
    internal static ConfigurationFiles Read(IMachine machine, string path)
    {
        var files = new ConfigurationFiles(machine);
        foreach (var import in files.Add(path).Where(entry => entry.Is("imports")).SelectMany(entry => entry.Texts))
        {
            files.Add(import.StartsWith('/') ? import : $"{Path.GetDirectoryName(path)}/{import}");
        }
        return files;
    }
}

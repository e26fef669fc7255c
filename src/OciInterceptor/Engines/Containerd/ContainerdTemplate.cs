using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Engines.Containerd;

/// <summary>
/// The template from which k3s and RKE2 make their config.toml: TOML with the actions of Go's text/template. It may begin with
/// theirs, which is called "base" (k3s, pkg/agent/templates).
/// </summary>
internal static class ContainerdTemplate
{
    /// <summary>A template that has nothing of its own.</summary>
    internal const string Base = "{{ template \"base\" . }}\n";

    /// <summary>Where their containerd has its state.</summary>
    internal const string StateDirectory = "/run/k3s/containerd";

    /// <summary>Names of runtimes that "base" has, or adds when it finds their programs (k3s, pkg/agent/containerd).</summary>
    internal static ImmutableArray<string> Detected =>
        ["runc", "crun", "nvidia", "nvidia-cdi", "nvidia-experimental", "lunatic", "slight", "spin", "wasmedge", "wasmer", "wasmtime", "wws"];

    /// <summary>What runc's table in "base" has.</summary>
    internal static ImmutableArray<(string Key, string Value)> Settings => [("options.SystemdCgroup", "{{ .SystemdCgroup }}")];

    internal static bool Is(string path) => path.EndsWith(".tmpl", StringComparison.Ordinal);

    /// <summary>Whether a template includes "base", which then has the tables that the file does not show.</summary>
    internal static bool HasBase(string? text)
    {
        for (var at = text?.IndexOf("{{", StringComparison.Ordinal) ?? -1; at >= 0; at = text!.IndexOf("{{", at + 2, StringComparison.Ordinal))
        {
            if (text.AsSpan(at + 2).TrimStart("- \t").StartsWith("template \"base\""))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The version of "base", which follows from the file's name; null if the text does not include it.</summary>
    internal static string? VersionOf(string text, string path) => !Is(path) || !HasBase(text) ? null
        : Path.GetFileName(path) is ['c', 'o', 'n', 'f', 'i', 'g', '-', 'v', var version, '.', ..] ? version.ToString()
        : "2";

    /// <summary>The directories with their own runc: of k3s, then of RKE2. The template is in DATA/agent/etc/containerd.</summary>
    internal static string SearchPath(string path) =>
        Path.GetFullPath($"{Path.GetDirectoryName(path)}/../../..") is var data ? $"{data}/data/current/bin:{data}/bin" : "";

    /// <summary>Why a file is not the one to change; null if it may be.</summary>
    internal static string? Fault(string? text, string path) =>
        text?.Split('\n')[0] is { } first && first.StartsWith('#') && first.Contains("DO NOT EDIT", StringComparison.Ordinal) && first.Contains(".tmpl", StringComparison.Ordinal)
            ? $"{path}:1: this file is made anew at each start (\"{first.TrimStart('#', ' ').TrimEnd()}\"): name the template with --config"
            : Unread(path);

    // With containerd 2, the newer template is read instead, if there is one. Which containerd it is, the file made of them tells.
    private static string? Unread(string path)
    {
        var directory = Path.GetDirectoryName(path);
        return Path.GetFileName(path) == "config.toml.tmpl" && File.Exists($"{directory}/config-v3.toml.tmpl")
            && FileState.Read($"{directory}/config.toml").Content is { } made && new ContainerdDump(TomlReader.ReadTolerant(made.Span)).Version is not (null or "2")
            ? $"{path} is not read, because {directory}/config-v3.toml.tmpl is there: name that one with --config"
            : null;
    }
}

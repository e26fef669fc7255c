using System.Text;
using OciInterceptor.Engines.Crio;
using OciInterceptor.Linux;

namespace OciInterceptor.Engines.Running;

/// <summary>
/// Finds running containers by the processes that watch them, so that neither an engine nor its configuration is needed:
/// containerd's shims (Docker, containerd), whose working directory is a bundle, and conmon (Podman, CRI-O), whose command line
/// names it. Containers that were started by hand have no such process.
/// </summary>
internal static class RunningContainers
{
    private static readonly Comparer<RunningContainer> _byId = Comparer<RunningContainer>.Create(static (one, other) => string.CompareOrdinal(one.Id, other.Id));

    private const string Shim = "containerd-shim";
    private const string Monitor = "conmon";

    /// <summary>The containers, in the order of their IDs. Those that cannot be seen, such as another namespace's, are left out.</summary>
    internal static ImmutableArray<RunningContainer> Find()
    {
        var found = new List<RunningContainer>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                found.AddRange(Of(process));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Processes and containers end at any time.
            }
        }
        return [.. found.DistinctBy(container => container.Bundle).Order(_byId)];
    }

    private static ImmutableArray<RunningContainer> Of(string process)
    {
        var name = File.ReadAllText($"{process}/comm").TrimEnd('\n');
        return name.StartsWith(Shim, StringComparison.Ordinal) ? OfShim(process)
            : name == Monitor ? OfMonitor(process)
            : [];
    }

    // A shim may have the containers of a whole pod: their bundles lie side by side. Its own may have been removed already.
    private static ImmutableArray<RunningContainer> OfShim(string process)
    {
        const string removed = " (deleted)";
        var directory = new FileInfo($"{process}/cwd").LinkTarget ?? "";
        directory = directory.EndsWith(removed, StringComparison.Ordinal) ? directory[..^removed.Length] : directory;
        return Path.GetDirectoryName(directory) is { } space && Directory.Exists(space)
            ? [.. Directory.GetDirectories(space).Select(OfBundle).OfType<RunningContainer>()]
            : [];
    }

    private static RunningContainer? OfBundle(string bundle)
    {
        try
        {
            return File.Exists($"{bundle}/config.json") && Directory.Exists($"/proc/{File.ReadAllText($"{bundle}/init.pid").Trim()}")
                ? new RunningContainer(Path.GetFileName(bundle), bundle, File.Exists($"{bundle}/runtime") && File.ReadAllText($"{bundle}/runtime").Trim() is { Length: > 0 } program ? program : "runc")
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ImmutableArray<RunningContainer> OfMonitor(string process)
    {
        var (program, id, bundle) = ConmonProcess.Read(Encoding.UTF8.GetString(File.ReadAllBytes($"{process}/cmdline")).Split('\0'));
        return bundle is not null && File.Exists($"{bundle}/config.json") ? [new RunningContainer(id ?? Path.GetFileName(bundle), bundle, program ?? "runc")] : [];
    }
}

using System.Globalization;
using System.Text;
using OciInterceptor.Engines.Crio;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Engines.Running;

/// <summary>
/// Finds running containers by the processes that watch them, so that neither an engine nor its configuration is needed:
/// containerd's shims (Docker, containerd), whose working directory is a bundle, and conmon (Podman, CRI-O), whose command line
/// names it. Containers that were started by hand have no such process. Anybody may give a process such a name: only those of
/// <see cref="TrustedProcess"/> count, with bundles that only root and the effective user can change.
/// </summary>
internal static class RunningContainers
{
    private static readonly Comparer<RunningContainer> _byId = Comparer<RunningContainer>.Create(static (one, other) => string.CompareOrdinal(one.Id, other.Id));

    private const string Shim = "containerd-shim";
    private const string Monitor = "conmon";

    // In bytes: a number, or a path.
    private const int MaxSize = 4096;

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
        var isShim = name.StartsWith(Shim, StringComparison.Ordinal);
        return !(isShim || name == Monitor) || !TrustedProcess.Is(process) ? []
            : isShim ? OfShim(process)
            : OfMonitor(process);
    }

    // A shim may have the containers of a whole pod: their bundles lie side by side. Its own may have been removed already.
    private static ImmutableArray<RunningContainer> OfShim(string process)
    {
        const string removed = " (deleted)";
        var directory = new FileInfo($"{process}/cwd").LinkTarget ?? "";
        directory = directory.EndsWith(removed, StringComparison.Ordinal) ? directory[..^removed.Length] : directory;
        return Path.GetDirectoryName(directory) is { } space && IsTrusted(space)
            ? [.. Directory.GetDirectories(space).Select(OfBundle).OfType<RunningContainer>()]
            : [];
    }

    private static RunningContainer? OfBundle(string bundle)
    {
        try
        {
            return IsTrusted(bundle) && File.Exists($"{bundle}/config.json")
                && int.TryParse(Text($"{bundle}/init.pid"), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Directory.Exists($"/proc/{pid}")
                ? new RunningContainer(Path.GetFileName(bundle), bundle, Text($"{bundle}/runtime") is { Length: > 0 } program ? program : "runc")
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
        return bundle is not null && bundle.StartsWith('/') && IsTrusted(bundle) && File.Exists($"{bundle}/config.json") ? [new RunningContainer(id ?? Path.GetFileName(bundle), bundle, program ?? "runc")] : [];
    }

    private static bool IsTrusted(string directory) => TrustFault.Of(TrustPolicy.RuntimeDirectory, directory) is null;

    // Null unless it is a small regular file. Nothing that is opened here may keep the command waiting.
    private static string? Text(string path)
    {
        using var file = Descriptor.TryOpenAt(Libc.AT_FDCWD, CString.Of(path), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOFOLLOW);
        return file is not null && file.Status().IsRegular && file.ReadToEnd(MaxSize) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : null;
    }
}

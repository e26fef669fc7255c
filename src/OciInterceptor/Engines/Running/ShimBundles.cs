using System.Globalization;
using OciInterceptor.Engines.Containerd;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Running;

/// <summary>
/// The bundles of containerd's shims: STATE/io.containerd.runtime.v2.task/NAMESPACE/ID, of which a shim has one as its working directory
/// (containerd, core/runtime/v2). They count if only root and the effective user can change them.
/// </summary>
internal sealed class ShimBundles(IMachine machine, TransientFiles files, List<InterceptorException> faults)
{
    private readonly HashSet<string> _spaces = [];

    // A directory may have several paths.
    private readonly HashSet<(string Id, int Process)> _seen = [];

    // Those of containerd's own service, of the one that dockerd starts, and of k3s.
    private static ImmutableArray<string> States => ["/run/containerd", "/run/docker/containerd/daemon", "/run/k3s/containerd"];

    /// <summary>The containers in the usual places, whose shims may have been killed.</summary>
    internal IEnumerable<RunningContainer> InUsualPlaces() =>
        States.SelectMany(state => machine.Glob($"{state}/io.containerd.runtime.v2.task/*/*/config.json")).Select(document => Path.GetDirectoryName(Path.GetDirectoryName(document)!)!).SelectMany(In);

    /// <summary>The containers in the directory of a shim's bundle: it may have those of a whole pod, and its own may have been removed already.</summary>
    /// <param name="process">The shim's directory in /proc.</param>
    internal IEnumerable<RunningContainer> BesideThatOf(string process)
    {
        if (!machine.SharesFiles(process))
        {
            return [];
        }
        const string removed = " (deleted)";
        var directory = machine.LinkTarget($"{process}/cwd") ?? "";
        directory = directory.EndsWith(removed, StringComparison.Ordinal) ? directory[..^removed.Length] : directory;
        return Path.GetDirectoryName(directory) is { Length: > 1 } space ? In(space) : [];
    }

    private IEnumerable<RunningContainer> In(string space) =>
        _spaces.Add(space)
            ? machine.Glob($"{space}/*/config.json").Select(document => Of(Path.GetDirectoryName(document)!, EngineOf(space))).OfType<RunningContainer>()
            : [];

    private RunningContainer? Of(string bundle, string engine) =>
        IsTrusted(bundle) && IsAnother(bundle)
            ? new RunningContainer(engine, Path.GetFileName(bundle), bundle, files.Text($"{bundle}/runtime")?.Trim() is { Length: > 0 } program ? program : null)
            : null;

    // Docker has a namespace of its own in any containerd.
    private string EngineOf(string space) =>
        Path.GetFileName(space) == "moby" ? EngineNames.Docker
        : space.StartsWith("/run/k3s/", StringComparison.Ordinal) ? KubernetesDistribution.On(machine)
        : EngineNames.Containerd;

    // A container whose process is not known may run. Without that file it has not been made yet, or it is gone.
    private bool IsAnother(string bundle)
    {
        var file = $"{bundle}/init.pid";
        if (files.Text(file) is not { } text)
        {
            return false;
        }
        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var process))
        {
            return machine.Status($"/proc/{process}") is not null && _seen.Add((Path.GetFileName(bundle), process));
        }
        faults.Add(new InterceptorException($"{file}: it has no process ID, so whether the container runs is not known"));
        return true;
    }

    private bool IsTrusted(string directory) => machine.TrustFault(TrustPolicy.RuntimeDirectory, directory) is null;
}

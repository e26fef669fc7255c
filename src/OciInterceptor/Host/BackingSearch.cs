using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Host;

/// <summary>Finds what is behind a path: through overlays, through other mounts, and through what these are made of in turn.</summary>
/// <param name="mounts">The mounts of our mount namespace.</param>
/// <param name="resolve">Follows the symbolic links of a layer's path.</param>
internal sealed class BackingSearch(MountTable mounts, Func<string, string> resolve)
{
    // Overlays of overlays; the kernel has a limit of two (FILESYSTEM_MAX_STACK_DEPTH), and bind mounts of them add a few.
    private const int MaxDepth = 8;

    private readonly HashSet<string> _seen = [];
    private ImmutableArray<string> _names = [];
    private string? _doubt;

    /// <param name="path">A real path.</param>
    internal Backing Of(string path)
    {
        Search(path, 0);
        return new Backing(_names, _doubt);
    }

    private void Search(string path, int depth)
    {
        if (!_seen.Add(path))
        {
            return;
        }
        _names = _names.AddRange(mounts.OtherNamesOf(path));
        if (mounts.FileSystemOf(path) is not { } own)
        {
            return;
        }
        if (FileSystemType.KernelPath(own.Type) is { } kernelPath)
        {
            _names = _names.Add(own.Below(kernelPath));
        }
        else if (own.Type == "overlay")
        {
            SearchLayers(own, depth);
        }
        else if (own.Type == "ecryptfs")
        {
            SearchLayer(own, new OverlayLayer(own.Source, own.Source), depth);
        }
        else if (!FileSystemType.HoldsPlainData(own.Type))
        {
            Doubt(own, $"{own.Point} has the unknown file system type {own.Type}: it may expose other files of the host");
        }
    }

    private void SearchLayers(MountedFileSystem overlay, int depth)
    {
        foreach (var layer in OverlayDirectories.Of(overlay.Options))
        {
            SearchLayer(overlay, layer, depth);
        }
    }

    private void SearchLayer(MountedFileSystem own, OverlayLayer layer, int depth)
    {
        if ((layer.Doubt ?? (depth < MaxDepth ? null : $"the layers of {own.Point} are nested too deep")) is { } doubt)
        {
            Doubt(own, doubt);
            return;
        }
        try
        {
            var (written, real) = (own.Below(layer.Path), own.Below(resolve(layer.Path)));
            _names = real == written ? _names.Add(real) : _names.Add(written).Add(real);
            Search(real, depth + 1);
        }
        catch (InterceptorException e)
        {
            Doubt(own, $"the layer {layer.Path} of {own.Point}: {e.Message}");
        }
    }

    // What is mounted at the root is how the machine is made. Its layers may be out of sight, as those of a live system are.
    private void Doubt(MountedFileSystem own, string doubt) => _doubt ??= own.Point == "/" ? null : doubt;
}

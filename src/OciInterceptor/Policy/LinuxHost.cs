using OciInterceptor.Linux;

namespace OciInterceptor.Policy;

/// <summary>The machine we run on.</summary>
/// <param name="directory">Where paths begin that are not absolute: for a mount's source that is the bundle, as for runtimes.</param>
internal sealed class LinuxHost(string directory = "/") : IHost
{
    /// <summary>The largest file that a policy may name, in bytes: 16 MiB.</summary>
    private const int MaxFileSize = 16 << 20;

    // A policy names the same few places again and again, and a call is over before they change.
    private static MountTable? _mounts;
    private static Dictionary<string, string?>? _resolved;

    public HostDevice Device(string path)
    {
        try
        {
            var status = FileStatus.Of(path);
            return status.Kind is { } type
                ? new HostDevice(type, status.DeviceNumberMajor, status.DeviceNumberMinor, status.Mode & 0xFFFu, status.Owner, status.Group)
                : throw new InterceptorException($"cannot add the device {path}: it is no device node");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot add the device {path}: {e.Message}", e);
        }
    }

    public byte[] TrustedFile(string path)
    {
        try
        {
            return Linux.TrustedFile.Read(path, MaxFileSize);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {path}: {e.Message}", e);
        }
    }

    public string? Resolve(string path)
    {
        var absolute = path.StartsWith('/') ? path : $"{Path.GetFullPath(directory)}/{path}";
        _resolved ??= new Dictionary<string, string?>(StringComparer.Ordinal) { ["/"] = "/" };
        if (!_resolved.TryGetValue(absolute, out var known))
        {
            known = InResolvedDirectory(absolute) ?? RealPath.Resolve(absolute);
            _resolved[absolute] = known;
        }
        return known;
    }

    // Most paths lie in few directories, and are no link: one system call for each. Null for any other path.
    private string? InResolvedDirectory(string path)
    {
        var slash = path.LastIndexOf('/');
        if (path[(slash + 1)..] is "" or "." or ".." || Resolve(slash == 0 ? "/" : path[..slash]) is not { } directory)
        {
            return null;
        }
        var inside = directory.TrimEnd('/') + path[slash..];
        return RealPath.IsLink(inside) == false ? inside : null;
    }

    public IEnumerable<string> Backing(string path) => (_mounts ??= MountTable.Read()).OtherNamesOf(path);

    public bool IsSameFile(string one, string other)
    {
        try
        {
            return FileStatus.Of(one).IsSameFileAs(FileStatus.Of(other));
        }
        catch (IOException)
        {
            return false;
        }
    }
}

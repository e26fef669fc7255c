using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Host;

/// <summary>The machine we run on.</summary>
/// <param name="directory">The base of relative paths: for a mount's source the bundle, as for runtimes.</param>
internal class LinuxHost(string directory = "/") : IHost
{
    /// <summary>The largest file that a policy may name, in bytes: 16 MiB.</summary>

    // Read once: a call is over before it changes.
    private static MountTable? _mounts;
    private static PathWalk? _walk;

    // What is behind a source is asked for its names and for doubts.
    private readonly Dictionary<string, Backing> _backings = [];

    private RuntimeAnswer? _runtime;

    /// <summary>Finds the runtime of the call; null without one.</summary>
    internal Func<string?>? FindRuntime { get; init; }

    public string? RuntimeFile => FindRuntime?.Invoke();

    /// <summary>Finds out about the runtime of the call; null without one.</summary>
    internal Func<RuntimeAnswer>? AskRuntime { get; init; }

    public RuntimeAnswer RuntimeOfCall => _runtime ??= AskRuntime?.Invoke() ?? RuntimeAnswer.None;

    public HostDevice Device(string path) => DeviceNodes.Of(path);

    public HostDevice? FindNode(string path) => DeviceNodes.Find(path);

    public ImmutableArray<string>? DevicesIn(string directory, int depth) => DeviceNodes.In(directory, depth);

    public bool Exists(string path)
    {
        try
        {
            return FileStatus.Find(path) is not null;
        }
        catch (IOException e)
        {
            throw CannotResolve(path, e);
        }
    }

    public byte[] TrustedFile(string path, int limit = IHost.MaxFileSize)
    {
        try
        {
            return Linux.Trust.TrustedFile.Read(path, limit);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {path}: {e.Message}", e);
        }
    }

    public IEnumerable<(string Path, Func<byte[]?> Read)> TrustedFilesIn(string directory, string[] endings)
    {
        foreach (var path in DirectoryEntries.Of(directory))
        {
            if (Array.Exists(endings, ending => path.EndsWith(ending, StringComparison.Ordinal)) && IsFile(path))
            {
                yield return (path, () => TrustedFileUnlessGone(path));
            }
        }
    }

    // A dangling symlink is an error, not a missing file.
    private byte[]? TrustedFileUnlessGone(string path)
    {
        try
        {
            return TrustedFile(path);
        }
        catch (InterceptorException e) when (e.InnerException is IOException { HResult: Errno.ENOENT } && !IsFile(path))
        {
            return null;
        }
    }

    public DeviceNumber? FindDevice(string path) => DeviceNodes.Find(path) is { Type: "c" or "b" } device ? new DeviceNumber(device.Type, device.Major, device.Minor) : null;

    public string? DeviceName(DeviceNumber number) => KernelDevices.NameOf(number.Type, number.Major, number.Minor);

    public IEnumerable<(string Path, DeviceNumber Number)> AllDevices =>
        KernelDevices.All().Select(device => (device.Path, new DeviceNumber(device.Type, device.Major, device.Minor)));

    public string Resolve(string path, bool isOperators = false)
    {
        try
        {
            return ResolvedPaths.Of(Absolute(path), isOperators);
        }
        catch (IOException e)
        {
            throw CannotResolve(path, e);
        }
    }

    public Backing Backing(string path)
    {
        if (!_backings.TryGetValue(path, out var backing))
        {
            _backings[path] = backing = Search(path);
        }
        return backing;
    }

    private Backing Search(string path)
    {
        var backing = new BackingSearch(Mounts, layer => Resolve(layer)).Of(path);
        return IsBlockDevice(path, out var status)
            ? backing with { Names = backing.Names.AddRange(Mounts.PointsOf(path, status.DeviceNumberMajor, status.DeviceNumberMinor)).AddRange(KernelDevices.FileOfLoop(status)) }
            : backing;
    }

    public ImmutableArray<string> MountsBelow(string path) => Mounts.PointsBelow(path).Where(point => point != path).ToImmutableArray();

    public WalkedPath Walk(string path, bool isOperators = false)
    {
        try
        {
            return (_walk ??= new PathWalk(Mounts)).To(Absolute(path));
        }
        catch (IOException e) when (isOperators && e.HResult == Errno.EACCES)
        {
            return new WalkedPath(path, null);
        }
        catch (IOException e)
        {
            throw CannotResolve(path, e);
        }
    }

    public string MountPoint(string path) => Mounts.PointOf(path);

    public bool IsSameFile(string one, string other) => Status(one).IsSameFileAs(Status(other));

    public ImmutableArray<string> FilesIn(string directory, string ending) =>
        DirectoryEntries.Of(directory).Where(path => path.EndsWith(ending, StringComparison.Ordinal)).ToImmutableArray();

    public void CheckProgram(string path, ImmutableArray<string> trustedDirectories) => new HookProgram(path, trustedDirectories).Open().Dispose();

    public byte[] Filter(HostProgram program, ReadOnlyMemory<byte> document)
    {
        var run = GuardedProgram.Run(program, document, JsonText.MaxSize);
        return run.Fault is { } fault ? throw new InterceptorException(fault) : run.Output;
    }

    public ImmutableArray<string> BoundingSet => CapabilityBoundingSet.Read();

    public string Name
    {
        get
        {
            try
            {
                return File.ReadAllText("/proc/sys/kernel/hostname").TrimEnd('\n');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InterceptorException($"cannot read the host's name: {Errno.Cause(e)}", e);
            }
        }
    }

    private string Absolute(string path) => path.StartsWith('/') ? path : $"{Path.GetFullPath(directory)}/{path}";

    private static MountTable Mounts => _mounts ??= MountTable.Read();

    // The policy's own paths get here as well: a user who may not examine one of them must still be able to start containers.
    private static bool IsBlockDevice(string path, out FileStatus status)
    {
        try
        {
            status = FileStatus.Find(path) ?? default;
            return status.Kind == "b";
        }
        catch (IOException)
        {
            status = default;
            return false;
        }
    }

    // A file that was removed since the directory was read is skipped.
    private static bool IsFile(string path)
    {
        try
        {
            return !FileStatus.OfName(path).IsDirectory;
        }
        catch (IOException e) when (e.HResult == Errno.ENOENT)
        {
            return false;
        }
        catch (IOException e)
        {
            throw CannotResolve(path, e);
        }
    }

    private static FileStatus Status(string path)
    {
        try
        {
            return FileStatus.Of(path);
        }
        catch (IOException e)
        {
            throw CannotResolve(path, e);
        }
    }

    internal static InterceptorException CannotResolve(string path, IOException cause) => new($"cannot follow {path}: {cause.Message}", cause);
}

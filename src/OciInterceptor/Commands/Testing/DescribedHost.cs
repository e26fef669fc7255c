using System.Runtime.InteropServices;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Commands.Testing;

/// <summary>The machine that a test describes. What is not described is not there, so that a test is the same on every machine.</summary>
internal sealed class DescribedHost : IHost
{
    private const string Missing = "No such file or directory";

    private readonly DescribedPaths _paths;
    private readonly MountTable _mounts;
    private readonly Dictionary<string, HostDevice> _devices = [];
    private readonly Dictionary<string, Func<byte[]>> _files = [];
    private readonly HashSet<string> _there = ["/"];

    /// <param name="paths">Its links.</param>
    /// <param name="mounts">What is mounted.</param>
    /// <param name="devices">Device nodes by path.</param>
    /// <param name="files">Files by path, read when they are asked for.</param>
    /// <param name="others">Other paths that exist.</param>
    internal DescribedHost(
        DescribedPaths paths, MountTable mounts, ImmutableArray<KeyValuePair<string, HostDevice>> devices, ImmutableArray<KeyValuePair<string, Func<byte[]>>> files, ImmutableArray<string> others)
    {
        (_paths, _mounts) = (paths, mounts);
        foreach (var (path, device) in devices)
        {
            _devices[Add(path)] = device;
        }
        foreach (var (path, content) in files)
        {
            _files[Add(path)] = content;
        }
        foreach (var path in others.Concat(mounts.PointsBelow("/")))
        {
            Add(path);
        }
    }

    /// <summary>Its host name; null if the test does not say.</summary>
    internal string? HostName { get; init; }

    /// <summary>Whether /sys/fs/cgroup has the version 2 of cgroups.</summary>
    internal bool HasCgroup2
    {
        init => _ = value ? Add("/sys/fs/cgroup/cgroup.controllers") : null;
    }

    /// <summary>Its programs by path.</summary>
    internal ImmutableArray<KeyValuePair<string, DescribedProgram>> Programs { get; init; } = [];

    public RuntimeAnswer RuntimeOfCall { get; init; } = RuntimeAnswer.None;

    public string? RuntimeFile => RuntimeOfCall.Runtime;

    public ImmutableArray<string> BoundingSet { get; init; } = CapabilityNames.All;

    public Architecture Architecture { get; init; } = Architecture.X64;

    public Version Kernel { get; init; } = new(6, 1);

    public string Name => HostName ?? throw new InterceptorException("the test does not say the host's name: want \"name\" in its \"host\"");

    public HostDevice Device(string path) => FindNode(path)
        ?? throw new InterceptorException($"cannot add the device {path}: {(Exists(path) ? "it is not a device node" : Missing)}");

    public HostDevice? FindNode(string path) => _devices.GetValueOrDefault(_paths.Real(path));

    public ImmutableArray<string>? DevicesIn(string directory, int depth)
    {
        var real = _paths.Real(directory);
        if (!_there.Contains(real) || _devices.ContainsKey(real) || _files.ContainsKey(real))
        {
            return null;
        }
        return [.. _devices.Keys.Concat(_paths.Links.Where(link => FindNode(link) is not null))
            .Where(path => path != real && HostPath.Contains(real, path))
            .Select(path => path[(real == "/" ? 0 : real.Length)..])
            .Where(rest => rest.AsSpan(1).Count('/') <= depth)
            .Select(rest => directory.TrimEnd('/') + rest)
            .Order(StringComparer.Ordinal)];
    }

    public bool Exists(string path) => _there.Contains(_paths.Real(path));

    public byte[] TrustedFile(string path, int limit = IHost.MaxFileSize) => _files.TryGetValue(_paths.Real(path), out var content) ? content()
        : throw new InterceptorException($"cannot read {path}: {(Exists(path) ? "it is not a regular file" : Missing)}");

    public IEnumerable<(string Path, Func<byte[]?> Read)> TrustedFilesIn(string directory, string[] endings) =>
        FilesIn(directory, "").Where(path => Array.Exists(endings, ending => path.EndsWith(ending, StringComparison.Ordinal))).Select(path => (path, (Func<byte[]?>)(() => TrustedFile(path))));

    public ImmutableArray<string> FilesIn(string directory, string ending)
    {
        var real = _paths.Real(directory);
        return _files.ContainsKey(real) ? throw new InterceptorException($"cannot read the directory {directory}: Not a directory")
            : [.. _files.Keys.Concat(_paths.Links.Where(link => _files.ContainsKey(_paths.Real(link))))
                .Where(path => path[..Math.Max(path.LastIndexOf('/'), 1)] == real && path.EndsWith(ending, StringComparison.Ordinal))
                .Select(path => $"{directory.TrimEnd('/')}/{path[(path.LastIndexOf('/') + 1)..]}")
                .Order(StringComparer.Ordinal)];
    }

    public DeviceNumber? FindDevice(string path) => FindNode(path) is { Type: "c" or "b" } device ? NumberOf(device) : null;

    public string? DeviceName(DeviceNumber number) => AllDevices.FirstOrDefault(device => device.Number == number).Path;

    public IEnumerable<(string Path, DeviceNumber Number)> AllDevices =>
        _devices.Where(device => device.Value.Type != "p").Select(device => (device.Key, NumberOf(device.Value)));

    public string Resolve(string path, bool isOperators = false) => _paths.Real(path);

    public Backing Backing(string path)
    {
        var backing = new BackingSearch(_mounts, _paths.Real).Of(path);
        return _devices.GetValueOrDefault(path) is { Type: "b" } device ? backing with { Names = backing.Names.AddRange(_mounts.PointsOf(path, device.Major, device.Minor)) } : backing;
    }

    public ImmutableArray<string> MountsBelow(string path) => [.. _mounts.PointsBelow(path).Where(point => point != path)];

    public WalkedPath Walk(string path, bool isOperators = false) => _paths.Walk(path);

    public string MountPoint(string path) => _mounts.PointOf(path);

    // The host's namespaces are those of the first process and of this one; any other process has its own.
    public bool IsSameFile(string one, string other) => IdentityOf(one) == IdentityOf(other);

    public void CheckProgram(string path, ImmutableArray<string> trustedDirectories) => _ = Find(path, trustedDirectories);

    public byte[] Filter(HostProgram program, ReadOnlyMemory<byte> document)
    {
        var described = Find(program.Path, program.TrustedDirectories);
        return described.Failure is { } failure ? throw new InterceptorException(failure)
            : described.Change is null ? document.ToArray()
            : JsonBuilder.Line(MergePatch.Apply(JsonText.Parse(document.ToArray(), "document"), described.Change)).ToArray();
    }

    // The checks of Linux.Trust.HookProgram that need no file.
    private DescribedProgram Find(string path, ImmutableArray<string> trustedDirectories) =>
        !path.StartsWith('/') ? throw new InterceptorException("its path is not absolute")
        : !trustedDirectories.Any(directory => path.StartsWith($"{directory}/", StringComparison.Ordinal)) ? throw new InterceptorException($"it is not below a trusted directory ({string.Join(", ", trustedDirectories)})")
        : Programs.FirstOrDefault(known => _paths.Real(known.Key) == _paths.Real(path)).Value is not { } program ? throw new InterceptorException($"it cannot be opened: {Missing}")
        : program.Refusal is { } refusal ? throw new InterceptorException(refusal)
        : program;

    private string IdentityOf(string path) => _paths.Real(path).Split('/') switch
    {
        ["", "proc", "1" or "self" or "thread-self", "ns", var type] => $"the host's {type}",
        ["", "proc", "self" or "thread-self"] when path.Split('/') is [.., "ns", var type] => $"the host's {type}",
        ["", "proc", _, "ns", _] => _paths.Real(path),
        _ => Exists(path) ? _paths.Real(path) : throw new InterceptorException($"cannot follow {path}: {Missing}"),
    };

    private string Add(string path)
    {
        var real = _paths.Real(path);
        for (var above = real; above.Length > 0; above = above[..above.LastIndexOf('/')])
        {
            _there.Add(above);
        }
        return real;
    }

    private static DeviceNumber NumberOf(HostDevice device) => new(device.Type, device.Major, device.Minor);
}

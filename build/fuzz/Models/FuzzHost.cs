using System.Runtime.InteropServices;
using OciInterceptor.Collections;
using OciInterceptor.Host;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace Fuzz.Models;

/// <summary>A machine that is the same on every machine: a few devices, links and files. Nothing of the real one is looked at.</summary>
internal sealed class FuzzHost : IHost
{
    private static readonly (string Path, HostDevice Device)[] _devices =
    [
        ("/dev/kvm", new HostDevice("c", 10, 232, 0x1B0, 0, 104)),
        ("/dev/net/tun", new HostDevice("c", 10, 200, 0x1B6, 0, 0)),
        ("/dev/fuse", new HostDevice("c", 10, 229, 0x1B6, 0, 0)),
        ("/dev/sda", new HostDevice("b", 8, 0, 0x1B0, 0, 6)),
    ];

    private static readonly Dictionary<string, string> _links = new() { ["/var/run/docker.sock"] = "/run/docker.sock", ["/link"] = "/evil" };

    /// <summary>Files by path, which rules may name.</summary>
    internal Dictionary<string, byte[]> Files { get; } = [];

    public ImmutableArray<string> BoundingSet => CapabilityNames.All;

    public Architecture Architecture => Architecture.X64;

    public string Name => "machine";

    public Version Kernel { get; } = new(6, 1);

    public IEnumerable<(string Path, DeviceNumber Number)> AllDevices => _devices.Select(one => (one.Path, Number(one.Device)));

    public HostDevice Device(string path) =>
        Array.Find(_devices, one => one.Path == path).Device ?? throw new InterceptorException($"cannot read the device {path}: no such file or directory");

    public HostDevice? FindNode(string path) => Array.Find(_devices, one => one.Path == path).Device;

    public ImmutableArray<string>? DevicesIn(string directory, int depth)
    {
        var nodes = _devices.Where(one => one.Path != directory && HostPath.Contains(directory, one.Path)).Select(one => one.Path).ToImmutableArray();
        return nodes.IsEmpty ? null : nodes.RemoveAll(path => path[(directory.Length + 1)..].Count(c => c == '/') > depth);
    }

    public bool Exists(string path) => !path.StartsWith("/dev/", StringComparison.Ordinal) || Array.Exists(_devices, one => one.Path == path);

    public DeviceNumber? FindDevice(string path) => Array.Find(_devices, one => one.Path == path).Device is { } device ? Number(device) : null;

    public string? DeviceName(DeviceNumber number) => AllDevices.FirstOrDefault(one => one.Number == number).Path;

    public byte[] TrustedFile(string path, int limit = IHost.MaxFileSize) => Files.GetValueOrDefault(path) ?? throw new InterceptorException($"cannot read {path}: no such file or directory");

    public IEnumerable<(string Path, Func<byte[]?> Read)> TrustedFilesIn(string directory, string[] endings) =>
        Files.Where(file => Path.GetDirectoryName(file.Key) == directory && endings.Any(ending => file.Key.EndsWith(ending, StringComparison.Ordinal)))
            .OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Key, (Func<byte[]?>)(() => file.Value)));

    public ImmutableArray<string> FilesIn(string directory, string ending) =>
        TrustedFilesIn(directory, [ending]).Select(file => file.Path).ToImmutableArray();

    public string Resolve(string path, bool isOperators = false) => _links.GetValueOrDefault(path, path);

    public Backing Backing(string path) => new(path == "/volume" ? ["/run"] : [], path == "/doubtful" ? "nobody knows" : null);

    public ImmutableArray<string> MountsBelow(string path) => path == "/" ? ["/volume"] : [];

    public WalkedPath Walk(string path, bool isOperators = false) => new(Resolve(path), null) { Replaceable = path.StartsWith("/tmp/", StringComparison.Ordinal) ? "/tmp" : null };

    public string MountPoint(string path) => path == "/volume" ? path : "/";

    public bool IsSameFile(string one, string other) => Resolve(one) == Resolve(other);

    public void CheckProgram(string path, ImmutableArray<string> trustedDirectories)
    {
        if (path.StartsWith("/untrusted/", StringComparison.Ordinal))
        {
            throw new InterceptorException($"cannot trust {path}");
        }
    }

    public byte[] Filter(HostProgram program, ReadOnlyMemory<byte> document) => document.ToArray();

    private static DeviceNumber Number(HostDevice device) => new(device.Type, device.Major, device.Minor);
}

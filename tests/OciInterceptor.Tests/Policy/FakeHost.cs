using System.Runtime.InteropServices;
using OciInterceptor.Collections;
using OciInterceptor.Host;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Tests.Policy;

/// <summary>A machine that holds what a test puts there.</summary>
internal class FakeHost : IHost
{
    /// <summary>Device nodes by path.</summary>
    internal Dictionary<string, HostDevice> Devices { get; init; } = new()
    {
        ["/dev/kvm"] = new HostDevice("c", 10, 232, 0x1B0, 0, 104),
        ["/dev/net/tun"] = new HostDevice("c", 10, 200, 0x1B6, 0, 0),
        ["/dev/fuse"] = new HostDevice("c", 10, 229, 0x1B6, 0, 0),
        ["/dev/sda"] = new HostDevice("b", 8, 0, 0x1B0, 0, 6),
    };

    /// <summary>Files by path; beyond them there are those of <see cref="Directory"/>.</summary>
    internal Dictionary<string, byte[]> Files { get; init; } = [];

    /// <summary>A real directory: a path is looked up there as if it were the root, then by its last element.</summary>
    internal string? Directory { get; init; }

    /// <summary>Symbolic links: where a whole path leads. Any other path leads to itself.</summary>
    internal Dictionary<string, string> Links { get; init; } = [];

    /// <summary>What backs a path.</summary>
    internal Dictionary<string, string[]> Backings { get; init; } = [];

    /// <summary>Why there may be more behind a path.</summary>
    internal Dictionary<string, string> Doubts { get; init; } = [];

    /// <summary>The directories on the way to a path that others can change.</summary>
    internal Dictionary<string, string> Replaceable { get; init; } = [];

    /// <summary>The links of procfs on the way to a path.</summary>
    internal Dictionary<string, string> ProcessLinks { get; init; } = [];

    /// <summary>Paths that cannot be looked at, for another reason than that there is nothing.</summary>
    internal HashSet<string> Unreachable { get; init; } = [];

    /// <summary>Paths that may not be examined: left as written if the policy names them, otherwise an error.</summary>
    internal HashSet<string> Denied { get; init; } = [];

    /// <summary>Mount points by the paths that lie on them; any other path lies on the root's.</summary>
    internal Dictionary<string, string> MountPoints { get; init; } = [];

    /// <summary>Why a program may not run, with {0} for the directories that are trusted; any other may.</summary>
    internal Dictionary<string, string> RefusedPrograms { get; init; } = [];

    /// <summary>What filters make of a document, by their path: by default the member "filtered" is added.</summary>
    internal Func<HostProgram, string, string> Filtered { get; init; } = (_, document) =>
        document.Contains("\"filtered\"", StringComparison.Ordinal) ? document : document[..^1] + ",\"filtered\":true}";

    public string? RuntimeFile { get; init; }

    public RuntimeAnswer RuntimeOfCall { get; set; } = RuntimeAnswer.None;

    public ImmutableArray<string> BoundingSet { get; init; } = CapabilityNames.All;

    public Architecture Architecture { get; init; } = Architecture.X64;

    public string Name { get; init; } = "machine";

    public Version Kernel { get; init; } = new(6, 1);

    public HostDevice Device(string path) =>
        Devices.GetValueOrDefault(path) ?? throw new InterceptorException($"cannot read the device {path}: no such file or directory");

    /// <summary>Nodes that go away between the listing of their directory and the look at them.</summary>
    internal HashSet<string> Gone { get; init; } = [];

    public HostDevice? FindNode(string path) => Gone.Contains(path) ? null : Devices.GetValueOrDefault(path);

    public ImmutableArray<string>? DevicesIn(string directory, int depth) =>
        Devices.Keys.Where(path => path != directory && HostPath.Contains(directory, path)).ToImmutableArray() is { IsEmpty: false } below
            ? below.RemoveAll(path => path[(directory.Length + 1)..].Count(c => c == '/') > depth).Order(StringComparer.Ordinal).ToImmutableArray()
            : null;

    /// <summary>Paths outside of /dev that lead to nothing; any other leads to something.</summary>
    internal HashSet<string> Absent { get; init; } = [];

    public bool Exists(string path) =>
        Unreachable.Contains(path) ? throw new InterceptorException($"cannot follow {path}: too many levels of symbolic links")
        : path.StartsWith("/dev/", StringComparison.Ordinal) ? Devices.ContainsKey(path)
        : path.EndsWith(".json", StringComparison.Ordinal) ? Files.ContainsKey(path) || (Directory is not null && (File.Exists(Path.Join(Directory, path)) || File.Exists(Path.Join(Directory, Path.GetFileName(path))))) : !Absent.Contains(path);

    public byte[] TrustedFile(string path, int limit = IHost.MaxFileSize)
    {
        if (Files.TryGetValue(path, out var content))
        {
            return content.Length <= limit ? content : throw new InterceptorException($"cannot read {path}: it is too large");
        }
        var real = Directory is null ? null : Path.Join(Directory, path) is var whole && File.Exists(whole) ? whole : Path.Combine(Directory, Path.GetFileName(path));
        return File.Exists(real) ? File.ReadAllBytes(real) : throw new InterceptorException($"cannot read {path}: no such file or directory");
    }

    /// <summary>Dangling symlinks in directories.</summary>
    public HashSet<string> DanglingLinks { get; } = [];

    /// <summary>Files that cannot be read, by the cause.</summary>
    public Dictionary<string, string> UnreadableFiles { get; init; } = [];

    public IEnumerable<(string Path, Func<byte[]?> Read)> TrustedFilesIn(string directory, string[] endings)
    {
        var real = Directory is null ? "" : Path.Join(Directory, directory);
        var names = System.IO.Directory.Exists(real) ? System.IO.Directory.GetFiles(real).Select(path => (directory + "/" + Path.GetFileName(path), File.ReadAllBytes(path))) : [];
        return names.Concat(Files.Where(file => Path.GetDirectoryName(file.Key) == directory).Select(file => (file.Key, file.Value)))
            .Where(file => endings.Any(ending => file.Item1.EndsWith(ending, StringComparison.Ordinal)))
            .OrderBy(file => file.Item1, StringComparer.Ordinal)
            .Select(file => (file.Item1, (Func<byte[]?>)(() => UnreadableFiles.GetValueOrDefault(file.Item1) is { } cause ? throw new InterceptorException(cause) : file.Item2)));
    }

    public DeviceNumber? FindDevice(string path) => Devices.GetValueOrDefault(path) is { } device ? new DeviceNumber(device.Type, device.Major, device.Minor) : null;

    public string? DeviceName(DeviceNumber number) => AllDevices.FirstOrDefault(device => device.Number == number).Path;

    public IEnumerable<(string Path, DeviceNumber Number)> AllDevices => Devices.Select(device => (device.Key, FindDevice(device.Key)!.Value));

    public string Resolve(string path, bool isOperators = false) =>
        Unreachable.Contains(path) ? throw new InterceptorException($"cannot follow {path}: too many levels of symbolic links")
        : Denied.Contains(path) && !isOperators ? throw new InterceptorException($"cannot follow {path}: permission denied")
        : Links.GetValueOrDefault(path, path);

    public string MountPoint(string path) => MountPoints.GetValueOrDefault(path, "/");

    public Backing Backing(string path) => new([.. Backings.GetValueOrDefault(path, [])], Doubts.GetValueOrDefault(path));

    public ImmutableArray<string> MountsBelow(string path) =>
        MountPoints.Values.Distinct().Where(point => point != path && HostPath.Contains(path, point)).ToImmutableArray();

    public WalkedPath Walk(string path, bool isOperators = false) =>
        new(Resolve(path), null) { Replaceable = Replaceable.GetValueOrDefault(path), ProcessLink = ProcessLinks.GetValueOrDefault(path) };

    public bool IsSameFile(string one, string other) => Resolve(one) == Resolve(other);

    public ImmutableArray<string> FilesIn(string directory, string ending) =>
        Files.Keys.Concat(DanglingLinks).Where(path => Path.GetDirectoryName(path) == directory && path.EndsWith(ending, StringComparison.Ordinal))
            .Concat(Directory is null || !System.IO.Directory.Exists(Directory) ? [] : System.IO.Directory.EnumerateFiles(Directory, "*" + ending).Select(path => $"{directory}/{Path.GetFileName(path)}"))
            .ToImmutableArray();

    public void CheckProgram(string path, ImmutableArray<string> trustedDirectories)
    {
        if (RefusedPrograms.TryGetValue(path, out var cause))
        {
            throw new InterceptorException(cause.Replace("{0}", string.Join(' ', trustedDirectories), StringComparison.Ordinal));
        }
    }

    public byte[] Filter(HostProgram program, ReadOnlyMemory<byte> document) =>
        System.Text.Encoding.UTF8.GetBytes(Filtered(program, System.Text.Encoding.UTF8.GetString(document.Span)));
}

using System.Runtime.InteropServices;
using OciInterceptor.Host;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Commands.Replay;

/// <summary>This machine as a recorded call sees it: with what Docker had recorded of the container then, and unless it is asked for without running programs.</summary>
/// <param name="machine">The machine as a call with that bundle sees it.</param>
/// <param name="runtime">The machine that knows the runtime, which is asked once for all calls.</param>
/// <param name="call">The call; null for what is the same for all calls.</param>
internal sealed class RecordedHost(IHost machine, IHost runtime, RecordedCall? call) : IHost
{
    /// <summary>Whether programs that rules name are run.</summary>
    internal bool RunsPrograms { get; init; }

    public string? RuntimeFile => runtime.RuntimeFile;

    public RuntimeAnswer RuntimeOfCall => runtime.RuntimeOfCall;

    public Architecture Architecture => machine.Architecture;

    public Version Kernel => machine.Kernel;

    public ImmutableArray<string> BoundingSet => machine.BoundingSet;

    public string Name => machine.Name;

    public IEnumerable<(string Path, DeviceNumber Number)> AllDevices => machine.AllDevices;

    public bool Exists(string path) => Recorded(path) is not null || machine.Exists(path);

    public byte[] TrustedFile(string path, int limit = IHost.MaxFileSize) => Recorded(path)?.Invoke() ?? machine.TrustedFile(path, limit);

    public byte[] Filter(HostProgram program, ReadOnlyMemory<byte> document) => RunsPrograms ? machine.Filter(program, document)
        : throw new UnansweredException($"a rule runs {program.Path}, and no program is run without --run-programs");

    public HostDevice Device(string path) => machine.Device(path);

    public HostDevice? FindNode(string path) => machine.FindNode(path);

    public ImmutableArray<string>? DevicesIn(string directory, int depth) => machine.DevicesIn(directory, depth);

    public IEnumerable<(string Path, Func<byte[]?> Read)> TrustedFilesIn(string directory, string[] endings) => machine.TrustedFilesIn(directory, endings);

    public DeviceNumber? FindDevice(string path) => machine.FindDevice(path);

    public string? DeviceName(DeviceNumber number) => machine.DeviceName(number);

    public string Resolve(string path, bool isOperators = false) => machine.Resolve(path, isOperators);

    public Backing Backing(string path) => machine.Backing(path);

    public ImmutableArray<string> MountsBelow(string path) => machine.MountsBelow(path);

    public WalkedPath Walk(string path, bool isOperators = false) => machine.Walk(path, isOperators);

    public string MountPoint(string path) => machine.MountPoint(path);

    public bool IsSameFile(string one, string other) => machine.IsSameFile(one, other);

    public ImmutableArray<string> FilesIn(string directory, string ending) => machine.FilesIn(directory, ending);

    public void CheckProgram(string path, ImmutableArray<string> trustedDirectories) => machine.CheckProgram(path, trustedDirectories);

    // Wherever dockerd has its directory.
    private Func<byte[]>? Recorded(string path) => call?.DockerFiles
        .FirstOrDefault(file => path.EndsWith($"/containers/{call.ContainerId}/{Path.GetFileName(file.Key)}", StringComparison.Ordinal)).Value;
}

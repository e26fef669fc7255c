using System.Runtime.InteropServices;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Host;

/// <summary>What a policy may ask of the machine it runs on. Rules see the machine through this alone.</summary>
internal interface IHost
{
    /// <summary>The most bytes of a file that is read whole.</summary>
    const int MaxFileSize = 16 << 20;

    /// <summary>A device node of the host, by a path that the operator wrote.</summary>
    /// <exception cref="InterceptorException">It is missing or not a device.</exception>
    HostDevice Device(string path);

    /// <summary>A device node that was listed by <see cref="DevicesIn"/>; null if it has gone since.</summary>
    /// <exception cref="InterceptorException">It cannot be determined.</exception>
    HostDevice? FindNode(string path);

    /// <summary>
    /// The paths of the device nodes in a directory, and in those below it on the same file system, sorted. Links to nodes are among
    /// them unless they leave /dev on their way, links to directories are not followed. Null if the directory is missing, or is something else.
    /// </summary>
    /// <param name="directory">A path that the operator wrote.</param>
    /// <param name="depth">How many levels below the directory are listed; 0 for itself alone.</param>
    /// <exception cref="InterceptorException">It cannot be read, or users other than root can change what is in it.</exception>
    ImmutableArray<string>? DevicesIn(string directory, int depth);

    /// <summary>Whether a path that the operator wrote leads to something.</summary>
    /// <exception cref="InterceptorException">It cannot be determined.</exception>
    bool Exists(string path);

    /// <summary>The content of a file that the operator named; the file is checked as the policy itself is.</summary>
    /// <exception cref="InterceptorException">It cannot be read or trusted, or has more bytes than <paramref name="limit"/>.</exception>
    byte[] TrustedFile(string path, int limit = MaxFileSize);

    /// <summary>
    /// The files of a directory with one of the endings, sorted by name; empty if the directory is missing. Each is read by a call, as by
    /// <see cref="TrustedFile"/>; null for one that has gone since.
    /// </summary>
    /// <exception cref="InterceptorException">The directory cannot be read, or is a dangling symlink or another file.</exception>
    IEnumerable<(string Path, Func<byte[]?> Read)> TrustedFilesIn(string directory, string[] endings);

    /// <summary>The host device at a path, following symbolic links; null if the path is not a device.</summary>
    /// <exception cref="InterceptorException">It cannot be determined.</exception>
    DeviceNumber? FindDevice(string path);

    /// <summary>The path of a device's node as the kernel names it; null when the kernel knows no such device.</summary>
    /// <exception cref="InterceptorException">It cannot be determined.</exception>
    string? DeviceName(DeviceNumber number);

    /// <summary>The devices that the kernel knows, as it names their nodes.</summary>
    /// <exception cref="InterceptorException">It cannot be determined.</exception>
    IEnumerable<(string Path, DeviceNumber Number)> AllDevices { get; }

    /// <summary>A host path with every symbolic link followed as far as it exists.</summary>
    /// <param name="path">Absolute, or relative to the bundle.</param>
    /// <param name="isOperators">Whether the policy names it: the parts that may not be examined are then left as written.</param>
    /// <exception cref="InterceptorException">The path cannot be resolved.</exception>
    string Resolve(string path, bool isOperators = false);

    /// <summary>What is behind a real path (/proc/self/mountinfo).</summary>
    Backing Backing(string path);

    /// <summary>Where something is mounted below a real path.</summary>
    ImmutableArray<string> MountsBelow(string path);

    /// <summary>Follows a path name by name: who else decides where it leads.</summary>
    /// <param name="path">Absolute, or relative to the bundle.</param>
    /// <param name="isOperators">Whether the policy names it: the path is then left as written if a part of it may not be examined.</param>
    /// <exception cref="InterceptorException">Something on the way cannot be examined.</exception>
    WalkedPath Walk(string path, bool isOperators = false);

    /// <summary>The mount point that a real path is on.</summary>
    string MountPoint(string path);

    /// <summary>Whether two host paths are the same file, following symbolic links.</summary>
    /// <exception cref="InterceptorException">One of them cannot be examined, or does not exist.</exception>
    bool IsSameFile(string one, string other);

    /// <summary>The files of a directory whose names have an ending; empty if the directory is missing.</summary>
    /// <exception cref="InterceptorException">It cannot be read, or is a dangling symlink or another file.</exception>
    ImmutableArray<string> FilesIn(string directory, string ending);

    /// <summary>Checks, without running it, whether a program below one of the directories may run with the runtime's privileges.</summary>
    /// <exception cref="InterceptorException">A check failed; the message says which.</exception>
    void CheckProgram(string path, ImmutableArray<string> trustedDirectories);

    /// <summary>Runs a program, if it passes the checks, with a document on its standard input; returns its standard output.</summary>
    /// <exception cref="InterceptorException">It failed, took too long, or wrote too much.</exception>
    byte[] Filter(HostProgram program, ReadOnlyMemory<byte> document);

    /// <summary>The capabilities that a process we start may have at most: our own bounding set, in the spelling of <see cref="CapabilityNames.All"/>.</summary>
    /// <exception cref="InterceptorException">It cannot be determined.</exception>
    ImmutableArray<string> BoundingSet { get; }

    /// <summary>The machine's host name (gethostname(2)), as the engine sees it.</summary>
    /// <exception cref="InterceptorException">It cannot be read.</exception>
    string Name { get; }

    /// <summary>The path of the runtime that the call becomes, as it was found; null without one. Links are not followed.</summary>
    string? RuntimeFile => null;

    /// <summary>What the runtime of the call tells about itself. It is asked at the first use.</summary>
    RuntimeAnswer RuntimeOfCall => RuntimeAnswer.None;

    /// <summary>The machine's processor.</summary>
    Architecture Architecture => RuntimeInformation.OSArchitecture;

    /// <summary>The kernel's version.</summary>
    Version Kernel => Environment.OSVersion.Version;
}

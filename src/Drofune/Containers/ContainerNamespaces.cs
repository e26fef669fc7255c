using System.Globalization;
using Drofune.Linux;
using Drofune.Stages;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace Drofune.Containers;

/// <summary>The namespaces and the root directory of a running container, opened while it was certainly running.</summary>
internal sealed class ContainerNamespaces : IDisposable
{
    private readonly SafeFileHandle _pid;
    private readonly SafeFileHandle[] _rest;

    private ContainerNamespaces(SafeFileHandle pid, SafeFileHandle[] rest)
    {
        _pid = pid;
        _rest = rest;
    }

    /// <summary>The stage's options for all but the PID namespace; the root directory comes last.</summary>
    internal static string[] Options => ["--ipc", "--uts", "--mnt", "--root"];

    /// <summary>Opens those of a process of the container.</summary>
    /// <exception cref="IOException">It has ended.</exception>
    internal static ContainerNamespaces Of(int pid)
    {
        // The directory stays this process's, and is empty once the process has ended, even if its ID is reused.
        using var process = Descriptor.Open(CString.Of(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}")), Libc.O_DIRECTORY);
        SafeFileHandle Open(string name, int flags) => Descriptor.OpenAt(process.Fd(), CString.Of(name), flags);
        return new ContainerNamespaces(
            Open("ns/pid", Libc.O_RDONLY),
            [Open("ns/ipc", Libc.O_RDONLY), Open("ns/uts", Libc.O_RDONLY), Open("ns/mnt", Libc.O_RDONLY), Open("root", Libc.O_PATH)]);
    }

    /// <summary>Makes the children of this process processes of the container. This process itself stays on the host.</summary>
    internal void JoinPid() => Join(_pid.Fd(), ContainerLibc.CLONE_NEWPID, "PID");

    /// <summary>Joins the other namespaces, and the root directory.</summary>
    internal void JoinRest() => JoinRest([.. _rest.Select(file => file.Fd())]);

    /// <summary>Joins them in a stage, by the descriptors that it was given.</summary>
    internal static void JoinRest(StageOptions options) => JoinRest([.. Options.Select(options.Descriptor)]);

    /// <summary>Makes a stage join them.</summary>
    internal void HaveJoinedBy(Stage stage)
    {
        for (var i = 0; i < _rest.Length; i++)
        {
            stage.With(Options[i], _rest[i].Fd());
        }
    }

    public void Dispose()
    {
        _pid.Dispose();
        foreach (var file in _rest)
        {
            file.Dispose();
        }
    }

    private static void JoinRest(ReadOnlySpan<int> descriptors)
    {
        Join(descriptors[0], ContainerLibc.CLONE_NEWIPC, "IPC");
        Join(descriptors[1], ContainerLibc.CLONE_NEWUTS, "UTS");
        // Threads share their root and working directory, and the kernel refuses to move one of them alone.
        SystemCall.Check(Libc.unshare(ContainerLibc.CLONE_FS), "have a root directory of its own");
        Join(descriptors[2], ContainerLibc.CLONE_NEWNS, "mount");
        SystemCall.Check(ContainerLibc.fchdir(descriptors[3]), "change to the container's root directory");
        RootFileSystem.ChangeRoot();
    }

    private static void Join(int descriptor, int type, string name) =>
        SystemCall.Check(ContainerLibc.setns(descriptor, type), $"join the container's {name} namespace");
}

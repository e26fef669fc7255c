using Drofune.Linux;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace Drofune.Containers;

/// <summary>
/// The container's root, below an empty directory of the host: a writable layer in memory over the host's root directory, with a
/// /dev, /proc and /sys. It is built in the container's mount namespace, so that nothing of it outlives the container.
/// </summary>
internal sealed unsafe class RootFileSystem(string directory)
{
    private const nuint ProcFlags = ContainerLibc.MS_NOSUID | ContainerLibc.MS_NODEV | ContainerLibc.MS_NOEXEC;

    // Settings of the host that have no namespace: a container that writes them writes everybody's.
    private static readonly string[] _readOnlyInProc = ["sys", "sysrq-trigger", "irq", "bus"];

    private readonly string _root = Path.Combine(directory, "root");

    internal void Mount()
    {
        Mounts.MakePrivate();
        Mounts.Mount("tmpfs", directory, data: "mode=0700");
        foreach (var name in new[] { "upper", "work", "root", "proc" })
        {
            Make(Path.Combine(directory, name));
        }
        // Relative paths, so that no character of the directory's name is read as syntax.
        ChangeDirectory(directory);
        Mounts.Mount("overlay", "root", data: "lowerdir=/,upperdir=upper,workdir=work");
        Mounts.Mount("devtmpfs", $"{_root}/dev");
        Mounts.Mount("proc", $"{_root}/proc", ProcFlags);
        MountReadOnlyProc();
        Mounts.Bind("/sys", $"{_root}/sys", ContainerLibc.MS_REC);
    }

    /// <summary>Makes it the root directory of this process. The host's is out of sight, but still mounted above it.</summary>
    internal void EnterByChroot()
    {
        ChangeDirectory(_root);
        ChangeRoot();
    }

    /// <summary>Makes it the root of the mount namespace, and detaches the host's.</summary>
    internal void EnterByPivotRoot()
    {
        ChangeDirectory(_root);
        fixed (byte* here = ".\0"u8)
        {
            // pivot_root(2) with the same path twice needs no directory for the old root: it puts it on top of the new one, and it is unmounted
            // from there.
            SystemCall.Check(Libc.syscall(ContainerLibc.SYS_pivot_root, (nint)here, (nint)here, 0, 0), "change the root directory by pivot_root");
            SystemCall.Check(ContainerLibc.umount2(here, ContainerLibc.MNT_DETACH), "detach the host's root directory");
        }
        ChangeDirectory("/");
    }

    /// <summary>Makes the working directory the root directory, and stays in it.</summary>
    internal static void ChangeRoot()
    {
        fixed (byte* here = ".\0"u8)
        {
            SystemCall.Check(ContainerLibc.chroot(here), "change the root directory by chroot");
        }
        ChangeDirectory("/");
    }

    private void MountReadOnlyProc()
    {
        var readOnly = Path.Combine(directory, "proc");
        Mounts.Bind($"{_root}/proc", readOnly);
        Mounts.MakeReadOnly(readOnly, ProcFlags);
        foreach (var name in _readOnlyInProc)
        {
            var source = Path.Combine(readOnly, name);
            // A kernel may lack one or the other.
            if (SystemCall.Attempt(() => FileStatus.Find(source), $"look at {source}") is not null)
            {
                Mounts.Bind(source, $"{_root}/proc/{name}");
            }
        }
    }

    private static void Make(string path)
    {
        const uint Mode = Permissions.PublicDirectory;
        try
        {
            Directories.MakeOne(path, Mode);
        }
        catch (IOException e)
        {
            throw new DrofuneException($"cannot make {path}: {e.Message}", e);
        }
    }

    private static void ChangeDirectory(string path)
    {
        fixed (byte* p = CString.Of(path))
        {
            SystemCall.Check(ContainerLibc.chdir(p), $"change to {path}");
        }
    }
}

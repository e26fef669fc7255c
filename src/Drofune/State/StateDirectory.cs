using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace Drofune.State;

/// <summary>What a running container has on the host: a pid file and an empty directory that its file systems are mounted over.</summary>
internal sealed class StateDirectory : IDisposable
{
    private const uint Mode = Permissions.PrivateDirectory;
    private readonly PidFile _pidFile;

    private StateDirectory(string path, PidFile pidFile)
    {
        Path = path;
        _pidFile = pidFile;
    }

    internal string Path { get; }

    /// <summary>The descriptor that has the lock.</summary>
    internal int Lock => _pidFile.Fd;

    /// <summary>
    /// The container's directory. All that is mounted there is mounted in the container's own mount namespace and goes with its
    /// last process; on the host the directory stays empty.
    /// </summary>
    internal string Container => Path + "/container";

    /// <summary>Makes it, and removes what a runtime that was killed left. The directory that it is in must be there.</summary>
    /// <exception cref="DrofuneException">A container runs there, or it cannot be made.</exception>
    internal static StateDirectory Create(string path)
    {
        StateDirectory? state = null;
        try
        {
            var pidFile = CreatePidFile(path);
            state = new StateDirectory(path, pidFile);
            if (pidFile.WasStale)
            {
                Message.Error($"removing the leftovers of a killed container in {path}");
            }
            Descriptor.TryRemoveDirectory(CString.Of(state.Container));
            Directories.MakeOne(state.Container, Mode);
            return state;
        }
        catch (IOException e)
        {
            state?.Dispose();
            Descriptor.TryRemoveDirectory(CString.Of(path));
            throw Unusable(path, e);
        }
    }

    /// <summary>The one of a runtime that is dead, by the descriptor that has its lock; null if nothing of it is left.</summary>
    internal static StateDirectory? Inherit(string path, int descriptor)
    {
        var pidFile = new PidFile(new SafeFileHandle(descriptor, ownsHandle: true), PidFileIn(path));
        return pidFile.HasItsName ? new StateDirectory(path, pidFile) : null;
    }

    /// <summary>The process ID of the running container's first process; null when none runs.</summary>
    internal static int? FindContainer(string path)
    {
        try
        {
            return PidFile.Read(PidFileIn(path));
        }
        catch (IOException e)
        {
            throw new DrofuneException($"cannot read {PidFileIn(path)}: {e.Message}", e);
        }
    }

    /// <summary>Names the container's first process.</summary>
    /// <exception cref="DrofuneException">That cannot be written.</exception>
    internal void Write(int pid)
    {
        try
        {
            _pidFile.Write(pid);
        }
        catch (IOException e)
        {
            throw Unusable(Path, e);
        }
    }

    /// <summary>Removes all of it, but not what somebody else has put there.</summary>
    public void Dispose()
    {
        Descriptor.TryRemoveDirectory(CString.Of(Container));
        _pidFile.Dispose();
        Descriptor.TryRemoveDirectory(CString.Of(Path));
    }

    private static PidFile CreatePidFile(string path)
    {
        while (true)
        {
            Directories.MakeOne(path, Mode);
            try
            {
                return PidFile.Create(PidFileIn(path));
            }
            catch (IOException e) when (e.HResult is Errno.ENOENT)
            {
                // Another runtime has just ended and removed the directory.
            }
        }
    }

    private static DrofuneException Unusable(string path, IOException cause) => new($"cannot use the directory {path}: {cause.Message}", cause);

    private static string PidFileIn(string path) => path + "/pid";
}

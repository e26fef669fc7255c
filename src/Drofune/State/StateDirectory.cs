using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace Drofune.State;

/// <summary>The traces of a running container on the host: a pid file, and an empty directory that its file systems are mounted over.</summary>
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

    /// <summary>The descriptor that holds the lock.</summary>
    internal int Lock => _pidFile.Fd;

    /// <summary>
    /// The container's directory. All that is mounted there is mounted in the container's own mount namespace and goes with its
    /// last process; on the host the directory stays empty.
    /// </summary>
    internal string Container => Path + "/container";

    /// <summary>Makes the directory, whose parent must exist, and removes what a killed runtime left there.</summary>
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

    /// <summary>The directory of a runtime that has died, by the descriptor that holds its lock; null if the directory is gone.</summary>
    internal static StateDirectory? Inherit(string path, int descriptor)
    {
        var pidFile = new PidFile(new SafeFileHandle(descriptor, ownsHandle: true), PidFileIn(path));
        return pidFile.HasItsName ? new StateDirectory(path, pidFile) : null;
    }

    /// <summary>The process ID of the running container's first process; null if no container is running.</summary>
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

    /// <summary>Writes the process ID of the container's first process.</summary>
    /// <exception cref="DrofuneException">It cannot be written.</exception>
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

    /// <summary>Removes all of it, except what somebody else has put there.</summary>
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

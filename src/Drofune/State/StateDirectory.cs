using Drofune.Linux;
using OciInterceptor.Linux;

namespace Drofune.State;

/// <summary>What a running container has on the host: a pid file and an empty directory that its file systems are mounted over.</summary>
internal sealed unsafe class StateDirectory : IDisposable
{
    private const uint Mode = 0x1C0; // octal 0700
    private readonly string _path;
    private readonly PidFile _pidFile;

    private StateDirectory(string path, PidFile pidFile)
    {
        _path = path;
        _pidFile = pidFile;
    }

    /// <summary>
    /// The container's directory. All that is mounted there is mounted in the container's own mount namespace and goes with its
    /// last process; on the host the directory stays empty.
    /// </summary>
    internal string Container => Path.Combine(_path, "container");

    /// <summary>Makes it, and removes what a runtime that was killed left.</summary>
    /// <exception cref="DrofuneException">A container runs there, or it cannot be made.</exception>
    internal static StateDirectory Create(string path)
    {
        try
        {
            var pidFile = CreatePidFile(path);
            var state = new StateDirectory(path, pidFile);
            if (pidFile.WasStale)
            {
                Message.Error($"removing what a container that was killed left in {path}");
            }
            Remove(state.Container);
            Directories.Make(state.Container, Mode);
            return state;
        }
        catch (IOException e)
        {
            throw new DrofuneException($"cannot use the directory {path}: {e.Message}", e);
        }
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

    internal void Write(int pid) => _pidFile.Write(pid);

    public void Dispose()
    {
        Remove(Container);
        _pidFile.Dispose();
        Remove(_path);
    }

    private static PidFile CreatePidFile(string path)
    {
        while (true)
        {
            Directories.Make(path, Mode);
            try
            {
                return PidFile.Create(PidFileIn(path));
            }
            catch (IOException e) when (e.HResult is Errno.NoEntry)
            {
                // Another runtime has just ended and removed the directory.
            }
        }
    }

    // A directory that is not empty, or not there, stays as it is.
    private static void Remove(string path)
    {
        fixed (byte* p = CString.Of(path))
        {
            _ = Libc.unlinkat(Libc.AT_FDCWD, p, ContainerLibc.AT_REMOVEDIR);
        }
    }

    private static string PidFileIn(string path) => Path.Combine(path, "pid");
}

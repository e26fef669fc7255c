using System.Diagnostics;
using System.Globalization;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Ends the processes that a guarded program leaves behind, even those that left its process group: orphans become our children
/// meanwhile (PR_SET_CHILD_SUBREAPER, prctl(2)), and those of the program are the ones with no_new_privs.
/// </summary>
internal sealed unsafe class OrphanProcesses : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly bool _wasSubreaper;
    private readonly HashSet<int> _known = [.. Guarded()];

    internal OrphanProcesses()
    {
        var was = 0;
        Errno.Check(Libc.prctl(Libc.PR_GET_CHILD_SUBREAPER, (nuint)(&was), 0, 0, 0));
        _wasSubreaper = was != 0;
        Errno.Check(Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
    }

    /// <summary>Ends and reaps them all.</summary>
    /// <exception cref="IOException">New ones are started faster than they can be ended.</exception>
    internal void End()
    {
        for (var watch = Stopwatch.StartNew(); Found() is { Count: > 0 } orphans;)
        {
            foreach (var pid in orphans)
            {
                _ = Libc.kill(pid, Libc.SIGKILL);
            }
            foreach (var pid in orphans)
            {
                _ = Wait.For(pid);
            }
            // On a slow or suspended machine the time may run out although all have ended: it is an error only if there are more by then.
            if (watch.Elapsed > _patience && Found() is { Count: > 0 })
            {
                throw new IOException("it started processes faster than they could be ended");
            }
        }
    }

    public void Dispose() => _ = Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, _wasSubreaper ? 1u : 0, 0, 0, 0);

    private List<int> Found() => [.. Guarded().Where(pid => !_known.Contains(pid))];

    private static IEnumerable<int> Guarded()
    {
        // The list is nearly always empty, and then /proc need not be searched.
        if (!Wait.HasChildren())
        {
            yield break;
        }
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && StatusOf(directory) is { } status && IsGuarded(status, Environment.ProcessId))
            {
                yield return pid;
            }
        }
    }

    /// <summary>By its /proc/PID/status (proc_pid_status(5)): whether it is a child of a process, and runs as <see cref="GuardedStart"/> starts programs.</summary>
    internal static bool IsGuarded(string status, int parent) =>
        status.Contains(string.Create(CultureInfo.InvariantCulture, $"\nPPid:\t{parent}\n"), StringComparison.Ordinal)
        && status.Contains("\nNoNewPrivs:\t1\n", StringComparison.Ordinal);

    // Null for a process that has ended meanwhile.
    private static string? StatusOf(string directory)
    {
        try
        {
            return File.ReadAllText($"{directory}/status");
        }
        catch (IOException)
        {
            return null;
        }
    }
}

namespace OciInterceptor.Engines.Inspection;

/// <summary>The titles of resource limits in /proc/PID/limits (fs/proc/base.c).</summary>
internal static class RlimitTitles
{
    private static readonly (string Title, string Name)[] _all =
    [
        ("Max cpu time", "RLIMIT_CPU"), ("Max file size", "RLIMIT_FSIZE"), ("Max data size", "RLIMIT_DATA"), ("Max stack size", "RLIMIT_STACK"),
        ("Max core file size", "RLIMIT_CORE"), ("Max resident set", "RLIMIT_RSS"), ("Max processes", "RLIMIT_NPROC"), ("Max open files", "RLIMIT_NOFILE"),
        ("Max locked memory", "RLIMIT_MEMLOCK"), ("Max address space", "RLIMIT_AS"), ("Max file locks", "RLIMIT_LOCKS"), ("Max pending signals", "RLIMIT_SIGPENDING"),
        ("Max msgqueue size", "RLIMIT_MSGQUEUE"), ("Max nice priority", "RLIMIT_NICE"), ("Max realtime priority", "RLIMIT_RTPRIO"), ("Max realtime timeout", "RLIMIT_RTTIME"),
    ];

    /// <summary>The limit that a line is about, and the limits; null for the heading.</summary>
    internal static (string Name, string Limits)? NameOf(string line)
    {
        foreach (var (title, name) in _all)
        {
            if (line.StartsWith($"{title} ", StringComparison.Ordinal))
            {
                return (name, line[title.Length..]);
            }
        }
        return null;
    }
}

using OciInterceptor.Rules.Limits;

namespace OciInterceptor.Generate;

/// <summary>The limits of a container's resources.</summary>
internal sealed record LimitSettings
{
    /// <summary>The default number of processes.</summary>
    internal const long DefaultPids = 512;

    private const ulong OpenFiles = 1024;
    private const ulong LockedMemory = 64 << 10;

    /// <summary>In bytes; null for no limit.</summary>
    internal long? Memory { get; init; }

    /// <summary>In microseconds of each 100 ms; null for no limit.</summary>
    internal long? CpuQuota { get; init; }

    /// <summary>Processes and threads; -1 for no limit, null for the default.</summary>
    internal long? Pids { get; init; }

    /// <summary>Limits that replace or extend the defaults.</summary>
    internal ImmutableArray<RlimitSetting> Chosen { get; init; } = [];

    /// <summary>The process's limits (getrlimit(2)): open files, locked memory and processes are always limited.</summary>
    internal IEnumerable<RlimitSetting> Resources
    {
        get
        {
            var usual = new List<RlimitSetting> { Both("RLIMIT_NOFILE", OpenFiles), Both("RLIMIT_MEMLOCK", LockedMemory) };
            if (Pids != -1)
            {
                usual.Add(Both("RLIMIT_NPROC", (ulong)(Pids ?? DefaultPids)));
            }
            return usual.Where(limit => !Chosen.Any(chosen => chosen.Type == limit.Type)).Concat(Chosen);
        }
    }

    private static RlimitSetting Both(string type, ulong limit) => new(type, limit, limit);
}

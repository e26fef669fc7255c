namespace OciInterceptor.Linux.Processes;

/// <summary>How a program is started, besides its arguments and descriptors.</summary>
internal readonly record struct SpawnOptions
{
    /// <summary>With no signal blocked or ignored.</summary>
    internal static SpawnOptions Clean => new() { DefaultSignals = ~0UL };

    /// <summary>With the blocked and ignored signals that our caller handed down; .NET itself ignores SIGPIPE in addition.</summary>
    internal static SpawnOptions AsCalled => new() { BlockedSignals = SignalState.Mask, DefaultSignals = SignalState.Touched & ~SignalState.Ignored };

    /// <summary>The blocked signals, a bit each (<see cref="SignalSet"/>).</summary>
    internal ulong BlockedSignals { get; init; }

    /// <summary>The signals that are reset to their default action, a bit each.</summary>
    internal ulong DefaultSignals { get; init; }

    /// <summary>Whether it leads a process group of its own.</summary>
    internal bool HasOwnGroup { get; init; }

    /// <summary>Whether it leads a session of its own, and thus a process group.</summary>
    internal bool HasOwnSession { get; init; }

    /// <summary>The flags of posix_spawnattr_setflags(3).</summary>
    internal short Flags => (short)(Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK
        | (HasOwnGroup ? Libc.POSIX_SPAWN_SETPGROUP : 0) | (HasOwnSession ? Libc.POSIX_SPAWN_SETSID : 0));
}

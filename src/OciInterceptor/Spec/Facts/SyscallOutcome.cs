namespace OciInterceptor.Spec.Facts;

/// <summary>What the actions of a filter mean for the call.</summary>
internal static class SyscallOutcome
{
    /// <summary>Whether a call is allowed; SCMP_ACT_LOG also logs it.</summary>
    internal static bool Allows(string? action) => action is "SCMP_ACT_ALLOW" or "SCMP_ACT_LOG";

    /// <summary>Whether a call ends the process, or at least raises a signal.</summary>
    internal static bool Kills(string? action) => Strictness(action) > 0;

    /// <summary>The order in which the kernel prefers actions that kill (seccomp(2), SECCOMP_RET_*); 0 for another action.</summary>
    internal static int Strictness(string? action) => action switch
    {
        "SCMP_ACT_TRAP" => 1,
        "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => 2,
        "SCMP_ACT_KILL_PROCESS" => 3,
        _ => 0,
    };

    /// <summary>Whether two actions are one to a runtime, which leaves out an entry that is the default: SCMP_ACT_KILL is the older name of SCMP_ACT_KILL_THREAD.</summary>
    internal static bool IsSame(string? one, uint? errno, string? other, uint? otherErrno) =>
        (one == other || (Kills(one) && Strictness(one) == Strictness(other)))
        && (one is not ("SCMP_ACT_ERRNO" or "SCMP_ACT_TRACE") || (errno ?? SeccompWords.Eperm) == (otherErrno ?? SeccompWords.Eperm));

    /// <summary>Whether a call is not made, whoever traces the process or listens to the filter.</summary>
    internal static bool Denies(string? action) => action == "SCMP_ACT_ERRNO" || Kills(action);
}

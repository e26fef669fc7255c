namespace OciInterceptor.Spec.Facts;

/// <summary>What the actions of a filter mean for the call.</summary>
internal static class SyscallOutcome
{
    /// <summary>Whether a call is allowed; SCMP_ACT_LOG also logs it.</summary>
    internal static bool Allows(string? action) => action is "SCMP_ACT_ALLOW" or "SCMP_ACT_LOG";

    /// <summary>Whether a call ends the process, or at least raises a signal.</summary>
    internal static bool Kills(string? action) =>
        action is "SCMP_ACT_TRAP" or "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" or "SCMP_ACT_KILL_PROCESS";

    /// <summary>Whether a call is not made, whoever traces the process or listens to the filter.</summary>
    internal static bool Denies(string? action) => action == "SCMP_ACT_ERRNO" || Kills(action);
}

using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>What is to happen to a system call.</summary>
/// <param name="Action">SCMP_ACT_ALLOW, SCMP_ACT_ERRNO …</param>
/// <param name="Errno">What it fails with; null for an action that returns nothing.</param>
internal sealed record SyscallVerdict(string Action, uint? Errno)
{
    internal static SyscallVerdict Allow { get; } = new("SCMP_ACT_ALLOW", null);

    internal static SyscallVerdict Fail(uint errno) => new("SCMP_ACT_ERRNO", errno);

    internal bool Allows => SyscallOutcome.Allows(Action);

    /// <summary>Whether an action gives it, or more than it: killing the process denies a call more strictly than any errno.</summary>
    internal bool IsGivenBy(string? action, uint? errno) =>
        Is(action, errno) || (!Allows && Errno is not null ? SyscallOutcome.Kills(action) : Action == Allow.Action && SyscallOutcome.Allows(action));

    internal bool Is(string? action, uint? errno) => action == Action && (Errno is null || (errno ?? SeccompWords.Eperm) == Errno);

    internal LinuxSyscall Entry(ImmutableArray<string> names, ImmutableArray<LinuxSeccompArg> conditions = default) => new LinuxSyscall(JsonObject.Empty) with
    {
        Names = names,
        Action = Action,
        ErrnoRet = Errno,
        Args = conditions.IsDefaultOrEmpty ? default : conditions,
    };
}

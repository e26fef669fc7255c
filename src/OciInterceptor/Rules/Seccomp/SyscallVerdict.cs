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

    /// <summary>Whether an action gives it, or more than it.</summary>
    internal bool IsGivenBy(string? action, uint? errno) => Is(action, errno) || IsOutdoneBy(action) || (Action == Allow.Action && SyscallOutcome.Allows(action));

    /// <summary>Whether an action denies a call more strictly: killing the process does than any errno, and than a trap, which it may handle.</summary>
    internal bool IsOutdoneBy(string? action) => !Allows && SyscallOutcome.Strictness(action) > SyscallOutcome.Strictness(Action);

    internal bool Is(string? action, uint? errno) => SyscallOutcome.IsSame(Action, Errno, action, errno);

    /// <summary>An entry with this in the place of what it gives.</summary>
    internal LinuxSyscall In(LinuxSyscall entry, ImmutableArray<string> names) => entry with { Names = names, Action = Action, ErrnoRet = Errno };

    internal LinuxSyscall Entry(ImmutableArray<string> names, ImmutableArray<LinuxSeccompArg> conditions = default) => new LinuxSyscall(JsonObject.Empty) with
    {
        Names = names,
        Action = Action,
        ErrnoRet = Errno,
        Args = conditions.IsDefaultOrEmpty ? default : conditions,
    };
}

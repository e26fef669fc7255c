using System.Globalization;

namespace OciInterceptor.Linux.Trust;

/// <summary>
/// What one use of a file requires of it, judged by its status alone. <see cref="TrustedPath"/> checks the directories that
/// lead to it.
/// </summary>
internal sealed record TrustPolicy
{
    private TrustPolicy()
    {
    }

    /// <summary>A file that controls containers: a policy, or a file that a policy names.</summary>
    internal static TrustPolicy PolicyFile { get; } = new();

    /// <summary>A program that an engine calls.</summary>
    internal static TrustPolicy Program { get; } = new() { MustBeExecutable = true };

    /// <summary>A program that runs with the runtime's privileges: a hook, or a filter.</summary>
    internal static TrustPolicy HookProgram { get; } = Program with { MustNotSetId = true };

    /// <summary>The directory of a link to a runtime, or of a diverted runtime. Ahead of .NET: <see cref="Ownership.IsTrusted(in FileStatus)"/>.</summary>
    internal static TrustPolicy RuntimeDirectory { get; } = new() { MustBeDirectory = true };

    /// <summary>A file that lines are appended to. Others may read or even write it, but it must be the effective user's own.</summary>
    internal static TrustPolicy LogFile { get; } = new() { MustBeOurs = true };

    private bool MustBeDirectory { get; init; }

    private bool MustBeExecutable { get; init; }

    private bool MustNotSetId { get; init; }

    private bool MustBeOurs { get; init; }

    /// <summary>What is wrong with the file, as a predicate ("is not executable"); null if nothing is.</summary>
    internal string? Fault(in FileStatus status) =>
        MustBeDirectory && !status.IsDirectory ? "is not a directory"
        : !MustBeDirectory && !status.IsRegular ? "is not a regular file"
        : MustBeExecutable && !status.IsExecutable ? "is not executable"
        : MustBeOurs ? FaultOfOurs(status)
        : OwnerFault(status) is { } fault ? fault
        : status.IsWritableByOthers ? "is writable by group or others"
        : MustNotSetId && (status.Mode & (Libc.S_ISUID | Libc.S_ISGID)) != 0 ? "has the setuid or setgid bit"
        : null;

    /// <summary>What is wrong with the owner of a file or symlink, who can change it; null if nothing is.</summary>
    internal static string? OwnerFault(in FileStatus status) =>
        Ownership.IsTrusted(status.Owner) ? null : string.Create(CultureInfo.InvariantCulture, $"is owned by user {status.Owner}, want root or the effective user");

    private static string? FaultOfOurs(in FileStatus status) =>
        status.Owner != Libc.geteuid() ? string.Create(CultureInfo.InvariantCulture, $"is owned by user {status.Owner}, want the effective user {Libc.geteuid()}")
        : status.Links != 1 ? string.Create(CultureInfo.InvariantCulture, $"has {status.Links} hard links, want one")
        : null;
}

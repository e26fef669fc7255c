using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>An entry of a profile, for containers that have all of <paramref name="WithCapabilities"/> and none of <paramref name="WithoutCapabilities"/>.</summary>
internal sealed record SeccompProfileEntry(LinuxSyscall Syscall, ImmutableArray<string> WithCapabilities, ImmutableArray<string> WithoutCapabilities)
{
    /// <summary>Whether it fails its calls with EPERM in every container, whatever their arguments.</summary>
    internal bool IsRefusal => Syscall is { Action: "SCMP_ACT_ERRNO", ErrnoRet: SeccompWords.Eperm }
        && Syscall.Args.IsDefaultOrEmpty && WithCapabilities.IsEmpty && WithoutCapabilities.IsEmpty;
}

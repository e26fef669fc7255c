using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>An entry of a profile, for containers that have all of <paramref name="WithCapabilities"/> and none of <paramref name="WithoutCapabilities"/>.</summary>
internal sealed record SeccompProfileEntry(LinuxSyscall Syscall, ImmutableArray<string> WithCapabilities, ImmutableArray<string> WithoutCapabilities);

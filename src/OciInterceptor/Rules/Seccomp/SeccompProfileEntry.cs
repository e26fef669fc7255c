using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>An entry of a profile, and for which containers it is.</summary>
/// <param name="Syscall">The entry.</param>
/// <param name="WithCapabilities">Capabilities that the container must all have.</param>
/// <param name="WithoutCapabilities">Capabilities of which it must have none.</param>
internal sealed record SeccompProfileEntry(LinuxSyscall Syscall, ImmutableArray<string> WithCapabilities, ImmutableArray<string> WithoutCapabilities);

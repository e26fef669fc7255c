using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>An entry of a profile, and the containers it is for.</summary>
/// <param name="Syscall">The entry.</param>
/// <param name="WithCapabilities">Capabilities that the container must all have.</param>
/// <param name="WithoutCapabilities">Capabilities that the container must not have.</param>
internal sealed record SeccompProfileEntry(LinuxSyscall Syscall, ImmutableArray<string> WithCapabilities, ImmutableArray<string> WithoutCapabilities);

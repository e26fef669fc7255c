namespace OciInterceptor.Spec.Facts;

/// <summary>A system call behind a multiplexer, and its number there.</summary>
internal sealed record MultiplexedSyscall(string Name, uint Number);

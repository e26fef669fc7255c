using System.Runtime.InteropServices;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>A test of 32-bit system calls. Where the kernel takes none it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompatTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<bool> _isTaken = new(static () =>
        RuntimeInformation.OSArchitecture == Architecture.X64 && new Command(CCompiler.CompileStatic("Harness/compat-gate.c")).Run().ExitCode == 0);

    public CompatTheoryAttribute() => Skip = _isTaken.Value ? null : "this kernel takes no system calls of 32-bit x86 programs";
}

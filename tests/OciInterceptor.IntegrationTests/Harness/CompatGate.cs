using System.Runtime.InteropServices;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>The way by which 32-bit x86 programs make system calls (<c>int 0x80</c>). Kernels of some virtual machines leave it closed.</summary>
internal static class CompatGate
{
    private static readonly Lazy<bool> _isOpen = new(static () =>
        RuntimeInformation.OSArchitecture == Architecture.X64 && new Command(CCompiler.CompileStatic("Harness/compat-gate.c")).Run().ExitCode == 0);

    /// <summary>Whether this machine's kernel takes such calls.</summary>
    public static bool IsOpen => _isOpen.Value;
}

using System.Runtime.InteropServices;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>A test of 32-bit system calls. Where the kernel takes none it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompatTheoryAttribute : TheoryAttribute
{
    public CompatTheoryAttribute()
    {
        // The switch of the 32-bit vDSO is there when the kernel was built for 32-bit programs.
        var isBuiltIn = RuntimeInformation.OSArchitecture == Architecture.X64 && File.Exists("/proc/sys/abi/vsyscall32");
        var isOff = File.ReadAllText("/proc/cmdline").Split(' ', '\n').Any(word => word is "ia32_emulation=0" or "ia32_emulation=off" or "ia32_emulation=false");
        Skip = isBuiltIn && !isOff ? null : "this kernel takes no system calls of 32-bit x86 programs";
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace OciInterceptor.Linux;

/// <summary>
/// The C library's functions, named and typed as in their man pages. Each is blittable and called directly,
/// so that the code that runs ahead of the .NET runtime can use it; errors are in <see cref="errno"/>.
/// </summary>
internal static unsafe partial class Libc
{
    internal static bool IsArm64 => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    internal static int errno => *__errno_location();

    [DllImport("libc"), SuppressGCTransition]
    internal static extern int* __errno_location();

    [DllImport("libc"), SuppressGCTransition]
    internal static extern void* malloc(nuint size);

    [DllImport("libc"), SuppressGCTransition]
    internal static extern nint syscall(nint number, nint a, nint b, nint c, nint d);
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciInterceptor.Tests;

/// <summary>Makes the tests independent of who starts them. A test whose subject is the umask or the locale sets its own.</summary>
internal static partial class TestProcess
{
    private const int UmaskOfMostSystems = 0b000_010_010;

    [ModuleInitializer]
    internal static void Prepare()
    {
        _ = umask(UmaskOfMostSystems);
        Environment.SetEnvironmentVariable("LC_ALL", "C");
    }

    [LibraryImport("libc")]
    private static partial int umask(int mask);
}

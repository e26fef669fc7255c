using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciInterceptor.Tests;

/// <summary>Makes the tests independent of who starts them. A test whose subject is the umask or the locale sets its own.</summary>
internal static partial class TestProcess
{
    private const int UmaskOfMostSystems = 0b000_010_010;
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;

    [ModuleInitializer]
    internal static void Prepare()
    {
        _ = umask(UmaskOfMostSystems);
        Environment.SetEnvironmentVariable("LC_ALL", "C");
        // nohup(1) ignores the first, a shell that starts a command with & the other two; programs inherit that.
        foreach (var number in (int[])[Hangup, Interrupt, Quit])
        {
            _ = signal(number, 0);
        }
    }

    [LibraryImport("libc")]
    private static partial int umask(int mask);

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);
}

using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>The C library's error numbers (errno(3)) as exceptions with their usual words.</summary>
internal static class Errno
{
    internal const int NoEntry = 2;
    internal const int Interrupted = 4;
    internal const int WouldBlock = 11;
    internal const int AccessDenied = 13;
    internal const int Busy = 16;
    internal const int Exists = 17;
    internal const int NoDevice = 19;
    internal const int NotDirectory = 20;
    internal const int InvalidArgument = 22;
    internal const int ReadOnly = 30;
    internal const int NameTooLong = 36;
    internal const int TooManyLinks = 40;

    internal static int Last => Libc.errno;

    internal static string Message(int error) => Marshal.GetPInvokeErrorMessage(error);

    /// <summary>The failure of the call just made.</summary>
    internal static IOException Exception() => Of(Last);

    internal static IOException Of(int error) => new(Message(error), error);

    /// <summary>Throws when a call gave a negative result.</summary>
    internal static void Check(long result)
    {
        if (result < 0)
        {
            throw Exception();
        }
    }
}

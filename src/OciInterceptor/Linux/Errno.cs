using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>The C library's error numbers (errno(3)) and messages, and exceptions for them.</summary>
internal static class Errno
{
    internal const int ENOENT = 2;
    internal const int ESRCH = 3;
    internal const int EINTR = 4;
    internal const int EAGAIN = 11;
    internal const int EACCES = 13;
    internal const int EBUSY = 16;
    internal const int EEXIST = 17;
    internal const int ENODEV = 19;
    internal const int ENOTDIR = 20;
    internal const int EINVAL = 22;
    internal const int EROFS = 30;
    internal const int ENAMETOOLONG = 36;
    internal const int ENOSYS = 38;
    internal const int ELOOP = 40;
    internal const int ENODATA = 61;
    internal const int ENOTSUP = 95;

    internal static int Last => Libc.errno;

    internal static string Message(int error) => Marshal.GetPInvokeErrorMessage(error);

    /// <summary>The exception for the call that has just failed.</summary>
    internal static IOException Exception() => Of(Last);

    internal static IOException Of(int error) => new(Message(error), error);

    /// <summary>Why a file operation failed: .NET's own messages repeat the path, and are worded for programmers.</summary>
    internal static string Cause(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => Message(ENOENT),
        PathTooLongException => Message(ENAMETOOLONG),
        UnauthorizedAccessException => Message(e.InnerException is IOException { HResult: > 0 } inner ? inner.HResult : EACCES),
        IOException { HResult: > 0 } => Message(e.HResult),
        _ => e.Message,
    };

    /// <summary>Throws when a call gave a negative result.</summary>
    internal static void Check(long result)
    {
        if (result < 0)
        {
            throw Exception();
        }
    }
}

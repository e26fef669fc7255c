using System.Globalization;
using System.Text;

namespace OciInterceptor.Linux.Files;

/// <summary>
/// Names for files that are made beside another, whose place they take. Nobody can tell one before the file exists (getrandom(2)):
/// where others can make files, as in /tmp, they could otherwise take the names first, and every call would be refused.
/// </summary>
internal static unsafe class TemporaryName
{
    /// <summary>What follows the name of the other file.</summary>
    internal const string Mark = ".oi-";

    /// <exception cref="IOException">The kernel gave no random number.</exception>
    internal static CString Beside(CString path) => CString.Of([.. path.Bytes, .. Encoding.ASCII.GetBytes(Ending())]);

    /// <inheritdoc cref="Beside(CString)"/>
    internal static string Beside(string path) => path + Ending();

    private static string Ending()
    {
        ulong number;
        var length = Libc.getrandom(&number, sizeof(ulong), 0);
        return length == sizeof(ulong) ? string.Create(CultureInfo.InvariantCulture, $"{Mark}{number:x16}") : throw Errno.Exception();
    }
}

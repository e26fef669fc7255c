using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Tests.Linux;

namespace OciInterceptor.Tests;

/// <summary>What the tests do with files that .NET has no call for; a failure is an exception.</summary>
internal static partial class Posix
{
    internal const int NotSupported = 95;
    internal const int CrossDevice = 18;
    private const int OpenReadonlyNonblocking = 0x800;

    internal static void MakeFifo(string path) => Check(mkfifo(path, 0b110_000_000));

    internal static void Link(string from, string to) => Check(link(from, to));

    internal static void ChangeOwner(string path, int owner, int group) => Check(chown(path, owner, group));

    internal static void SetAttribute(string path, string name, byte[] value) => Check(setxattr(path, name, value, value.Length, 0));

    internal static byte[] GetAttribute(string path, string name)
    {
        var value = new byte[4096];
        var length = getxattr(path, name, value, value.Length);
        Check((int)length);
        return value[..(int)length];
    }

    /// <summary>Which file a path leads to.</summary>
    internal static string Identity(string path) => Stat(path, "%d:%i");

    /// <summary>Which files our descriptors lead to; one that is closed meanwhile is left out.</summary>
    internal static IEnumerable<string> IdentityOfDescriptors() =>
        Encoding.UTF8.GetString(Shell.Run("sh", ["-c", $"stat -L -c %d:%i /proc/{Environment.ProcessId}/fd/* 2>/dev/null || :"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    internal static string Owner(string path) => Stat(path, "%u:%g");

    /// <summary>What a file has to show that it was not touched: inode, both times, mode.</summary>
    internal static string Untouched(string path) => Stat(path, "%d:%i %y %z %a");

    internal static bool IsSymbolicLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>Opens a FIFO for reading without a wait for its writer.</summary>
    internal static int OpenReader(string path)
    {
        var fd = open(path, OpenReadonlyNonblocking, 0);
        Check(fd);
        return fd;
    }

    internal static void Close(int fd) => Check(close(fd));

    /// <summary>Whether orphans of our children become ours (PR_GET_CHILD_SUBREAPER).</summary>
    internal static bool IsSubreaper
    {
        get
        {
            Check(prctl(37, out var isSubreaper, 0, 0, 0));
            return isSubreaper != 0;
        }
    }

    /// <summary>Does something as another user, in a thread of its own: to the kernel each thread has its user (setresuid(2)).</summary>
    internal static void AsUser(int user, Action action) => OwnThread.Run(() =>
    {
        Check((int)syscall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 147 : 117, user, user, user));
        action();
    });

    /// <summary>Does something where a directory stands in the place of another: each thread may have its mounts (unshare(2)).</summary>
    internal static void WithMount(string directory, string place, Action action) => OwnThread.Run(() =>
    {
        const int NewMounts = 0x20000;
        const int Bind = 0x1000, Recursive = 0x4000, Slave = 0x80000;
        Check(unshare(NewMounts));
        Check(mount("none", "/", "none", Recursive | Slave, 0));
        Check(mount(directory, place, "none", Bind, 0));
        action();
    });

    private static string Stat(string path, string format) => Encoding.UTF8.GetString(Shell.Run("stat", ["-L", "-c", format, path])).TrimEnd('\n');

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chown(string path, int owner, int group);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setxattr(string path, string name, byte[] value, nint size, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getxattr(string path, string name, byte[] value, nint size);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string type, nuint flags, nint data);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint a, nint b, nint c);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, out int value, nint b, nint c, nint d);
}

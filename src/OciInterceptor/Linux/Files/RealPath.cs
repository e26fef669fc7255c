using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux.Files;

/// <summary>Paths without symbolic links, as the kernel reports them (/proc/self/fd, proc(5)).</summary>
internal static unsafe class RealPath
{
    /// <exception cref="IOException">/proc cannot be read.</exception>
    internal static string Of(SafeFileHandle file) => OfLink("/proc/self/fd/" + file.Fd().ToString(CultureInfo.InvariantCulture));

    /// <summary>A symbolic link's target as it is written in the link.</summary>
    /// <exception cref="IOException">The link cannot be read.</exception>
    internal static string OfLink(string path) => Encoding.UTF8.GetString(BytesOfLink(CString.Of(path)));

    /// <summary>The target of a symbolic link that was opened with O_PATH and O_NOFOLLOW.</summary>
    /// <exception cref="IOException">The link cannot be read.</exception>
    internal static string OfLink(SafeFileHandle link) => Encoding.UTF8.GetString(BytesOfLinkAt(link.Fd(), CString.Of("")));

    /// <summary>A symbolic link's target in bytes, which may not be UTF-8.</summary>
    /// <exception cref="IOException">The link cannot be read.</exception>
    internal static byte[] BytesOfLink(CString path) => BytesOfLinkAt(Libc.AT_FDCWD, path);

    private static byte[] BytesOfLinkAt(int directory, CString path)
    {
        var buffer = stackalloc byte[4096];
        fixed (byte* link = path)
        {
            var length = Libc.readlinkat(directory, link, buffer, 4096);
            Errno.Check(length);
            return new Span<byte>(buffer, (int)length).ToArray();
        }
    }

    /// <summary>Whether a path is a symbolic link; false also for a missing path. Null if that cannot be determined.</summary>
    internal static bool? IsLink(string path)
    {
        var first = (byte)0;
        fixed (byte* p = CString.Of(path))
        {
            return Libc.readlink(p, &first, 1) >= 0 ? true
                : Libc.errno is Errno.EINVAL or Errno.ENOENT ? false
                : null;
        }
    }

    /// <summary>
    /// The real path of an absolute path as far as it exists; the rest is left as written. With <paramref name="pastDenied"/>, so are
    /// the parts that may not be examined.
    /// </summary>
    /// <exception cref="IOException">The path cannot be examined.</exception>
    internal static string Resolve(string path, bool pastDenied)
    {
        var missing = "";
        for (var rest = path; ;)
        {
            int fd;
            fixed (byte* p = CString.Of(rest))
            {
                fd = Libc.openat(Libc.AT_FDCWD, p, Libc.O_PATH | Libc.O_CLOEXEC, 0);
            }
            if (fd >= 0)
            {
                using var file = new SafeFileHandle(fd, ownsHandle: true);
                var real = Of(file);
                return missing.Length == 0 ? real : real.TrimEnd('/') + missing;
            }
            // Often called for missing paths: an exception for each would cost more than all the rest.
            var error = Libc.errno;
            if (rest.Length == 1 || !(FileStatus.IsAbsence(error) || (pastDenied && error == Errno.EACCES)))
            {
                throw Errno.Exception();
            }
            var cut = Math.Max(rest.TrimEnd('/').LastIndexOf('/'), 0);
            missing = rest[cut..].TrimEnd('/') + missing;
            rest = cut == 0 ? "/" : rest[..cut];
        }
    }
}

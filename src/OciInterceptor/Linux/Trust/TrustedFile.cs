using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Trust;

/// <summary>Reads files that control containers (<see cref="TrustPolicy.PolicyFile"/>).</summary>
internal static class TrustedFile
{
    private const int MaxAttempts = 100;

    /// <exception cref="InterceptorException">It cannot be trusted; the message says which file or directory, and why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static byte[] Read(string path, int limit)
    {
        // A file may be replaced by rename(2) while it is read; the new one is then checked as well.
        for (var attempt = 1; attempt < MaxAttempts; attempt++)
        {
            using var file = Open(path);
            if (file is not null && FileStatus.Of(path).IsSameFileAs(file.Status()))
            {
                using var content = Descriptor.Open(CString.Of($"/proc/self/fd/{file.Fd()}"), Libc.O_RDONLY);
                return content.ReadToEnd(limit) ?? throw new InterceptorException($"cannot read {path}: it is larger than {limit >> 10} KiB");
            }
        }
        throw new InterceptorException($"cannot trust {path}: it keeps being replaced");
    }

    // Null if the file, or a directory on the way, was removed meanwhile.
    private static SafeFileHandle? Open(string path)
    {
        using var trusted = new TrustedPath(TrustPolicy.PolicyFile, $"cannot trust {path}: ");
        try
        {
            return trusted.Open(Path.IsPathRooted(path) ? path : Path.GetFullPath(path));
        }
        catch (IOException e) when (e.HResult == Errno.ENOENT)
        {
            // A link in /proc/PID/fd may lead to something without a path to walk, such as a pipe.
            return FileStatus.Of(path).IsRegular ? null : throw new InterceptorException($"cannot trust {path}: it is not a regular file", e);
        }
    }
}

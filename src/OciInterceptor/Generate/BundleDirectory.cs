using Microsoft.Win32.SafeHandles;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>Writes a bundle: a directory that only its owner may enter, with config.json and, if wanted, an empty root directory.</summary>
internal static unsafe class BundleDirectory
{
    private const uint OwnersAlone = Permissions.PrivateDirectory;
    private const uint Readable = Permissions.PublicDirectory;
    private const uint OwnersFile = Permissions.Private;
    private const string Document = "config.json";

    /// <summary>Makes the directory, or takes over an empty one of ours.</summary>
    /// <exception cref="InterceptorException">It is another user's, or not a directory.</exception>
    internal static void Make(string path, uint mode = OwnersAlone)
    {
        try
        {
            if (!HostFiles.Exists(path))
            {
                Directories.Make(path, mode);
            }
            using var directory = Open(path);
            if (directory.Status().Owner != Libc.geteuid())
            {
                throw new IOException("it belongs to another user");
            }
            Errno.Check(Libc.fchmod(directory.Fd(), mode));
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot make the directory {path}: {e.Message}", e);
        }
    }

    /// <summary>Creates config.json, whole or not at all, and syncs it to the disk; an existing one is an error.</summary>
    /// <exception cref="InterceptorException">It already exists, or cannot be written.</exception>
    internal static void Write(string path, JsonObject configuration, bool makesRoot)
    {
        try
        {
            using var directory = Open(path);
            if (makesRoot && !HostFiles.Exists($"{path}/rootfs"))
            {
                Directories.Make($"{path}/rootfs", Readable);
            }
            AtomicFile.CreateNewAt(directory, CString.Of(Document), OwnersFile, System.Text.Encoding.UTF8.GetBytes(IndentedJson.Text(configuration)));
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot write {path}/{Document}: {e.Message}", e);
        }
    }

    private static SafeFileHandle Open(string path) =>
        Descriptor.Open(CString.Of(path), Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW);
}

using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace Drofune.Linux;

/// <summary>Directories, one at a time.</summary>
internal static unsafe class Folder
{
    /// <summary>Makes one where none is; the directory that it is in must be there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static void Make(string path, uint mode)
    {
        fixed (byte* p = CString.Of(path))
        {
            if (Libc.mkdir(p, mode) == 0)
            {
                // The caller's umask may have taken bits away.
                Errno.Check(Libc.chmod(p, mode));
            }
            else if (Errno.Last != Errno.EEXIST)
            {
                throw Errno.Exception();
            }
        }
    }

    /// <summary>Removes an empty one; any other stays as it is.</summary>
    internal static void TryRemove(string path) => Descriptor.TryRemoveDirectory(CString.Of(path));
}

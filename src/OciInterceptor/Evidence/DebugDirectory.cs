using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Evidence;

/// <summary>The directory for debug output: made when missing, mode 0700; no file in it is ever reached through a link.</summary>
internal sealed unsafe class DebugDirectory(string path)
{
    private const uint FileMode = Permissions.Private;

    /// <summary>Replaces whatever has the name, even a symbolic link, by a new file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Write(string name, IEnumerable<ReadOnlyMemory<byte>> content)
    {
        using var directory = Open();
        AtomicFile.PutAt(directory, CString.Of(name), FileMode, content);
    }

    /// <summary>Appends a line in one write(2), so that lines of concurrent calls never mix.</summary>
    /// <exception cref="IOException">It cannot be written, or the file is not a regular one of ours with one name.</exception>
    internal void Append(string name, ReadOnlySpan<byte> line)
    {
        using var directory = Open();
        using var file = AppendFile.Open(directory.Fd(), CString.Of(name));
        AppendFile.Write(file, line);
    }

    /// <summary>Removes a name; a missing one is not an error.</summary>
    internal void Remove(string name)
    {
        using var directory = Open();
        fixed (byte* n = CString.Of(name))
        {
            _ = Libc.unlinkat(directory.Fd(), n, 0);
        }
    }

    /// <summary>Makes a symbolic link unless its name is taken.</summary>
    internal void Link(string name, string target)
    {
        using var directory = Open();
        fixed (byte* n = CString.Of(name), t = CString.Of(target))
        {
            if (Libc.symlinkat(t, directory.Fd(), n) != 0 && Errno.Last != Errno.EEXIST)
            {
                throw Errno.Exception();
            }
        }
    }

    private SafeFileHandle Open() => Directories.OpenOrMake(path, Permissions.PrivateDirectory);
}

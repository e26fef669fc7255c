using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux.Files;

/// <summary>Extended attributes (xattr(7)): SELinux labels, access control lists and the rest.</summary>
internal static unsafe class ExtendedAttributes
{
    private const int MaxSize = 64 * 1024; // XATTR_LIST_MAX and XATTR_SIZE_MAX

    // A new file inherits the default access control list of its directory, which may grant more than the old file's list did.
    private static void DropInheritedAccess(SafeFileHandle file)
    {
        fixed (byte* name = "system.posix_acl_access\0"u8)
        {
            if (Libc.fremovexattr(file.Fd(), name) != 0 && Errno.Last is not (Errno.ENODATA or Errno.ENOTSUP))
            {
                throw Errno.Exception();
            }
        }
    }

    /// <summary>The value of an attribute; null if absent.</summary>
    internal static byte[]? Value(SafeFileHandle file, string name)
    {
        var value = new byte[MaxSize];
        fixed (byte* n = CString.Of(name), v = value)
        {
            var length = Libc.fgetxattr(file.Fd(), n, v, MaxSize);
            if (length < 0 && Errno.Last is Errno.ENODATA or Errno.ENOTSUP)
            {
                return null;
            }
            Errno.Check(length);
            return value[..(int)length];
        }
    }

    /// <summary>Gives a new file the attributes of another, and no others that widen access.</summary>
    internal static void Copy(SafeFileHandle from, SafeFileHandle to)
    {
        DropInheritedAccess(to);
        // One call finds that a file has no attributes, as in nearly every bundle.
        var size = Libc.flistxattr(from.Fd(), null, 0);
        if (size == 0 || (size < 0 && Errno.Last == Errno.ENOTSUP))
        {
            return;
        }
        Errno.Check(size);
        var names = new byte[MaxSize];
        var value = new byte[MaxSize];
        var given = new byte[MaxSize];
        fixed (byte* n = names, v = value, g = given)
        {
            var length = Libc.flistxattr(from.Fd(), n, MaxSize);
            Errno.Check(length);
            for (var name = n; name < n + length; name += MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name).Length + 1)
            {
                var count = Libc.fgetxattr(from.Fd(), name, v, MaxSize);
                Errno.Check(count);
                // A confined process may have no right to give a file a SELinux label, not even the one that it was made with.
                if (Libc.fgetxattr(to.Fd(), name, g, MaxSize) != count || !given.AsSpan(0, (int)count).SequenceEqual(value.AsSpan(0, (int)count)))
                {
                    Errno.Check(Libc.fsetxattr(to.Fd(), name, v, (nuint)count, 0));
                }
            }
        }
    }
}

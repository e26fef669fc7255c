using System.Globalization;
using System.Text;

namespace OciInterceptor.Linux.Files;

/// <summary>Makes symbolic links, each in one step.</summary>
internal static unsafe class SymbolicLink
{
    /// <summary>Makes the name a symbolic link, in the place of a file or link that has it.</summary>
    /// <exception cref="IOException">Nothing was changed.</exception>
    internal static void Put(CString path, CString target)
    {
        for (var attempt = 0; ; attempt++)
        {
            var temporary = CString.Of([.. path.Bytes, .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $".oi-{Libc.getpid()}-{attempt}"))]);
            int result;
            fixed (byte* t = target, p = temporary)
            {
                result = Libc.symlinkat(t, Libc.AT_FDCWD, p);
            }
            if (result != 0 && Errno.Last == Errno.EEXIST && attempt < 100)
            {
                // Left behind by a process of this number that was killed.
                continue;
            }
            Errno.Check(result);
            try
            {
                Descriptor.Rename(temporary, path);
                return;
            }
            catch
            {
                Descriptor.TryUnlink(temporary);
                throw;
            }
        }
    }
}

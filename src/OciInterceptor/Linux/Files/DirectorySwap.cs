namespace OciInterceptor.Linux.Files;

/// <summary>Replaces one directory by another.</summary>
internal static unsafe class DirectorySwap
{
    /// <summary>
    /// Renames a directory to <paramref name="place"/>. A directory that already has this name gets the other name in exchange,
    /// atomically if the file system supports that (renameat2(2)).
    /// </summary>
    /// <exception cref="IOException">Nothing was renamed.</exception>
    internal static void Put(string directory, string place)
    {
        if (!Directory.Exists(place))
        {
            Descriptor.Rename(CString.Of(directory), CString.Of(place));
            return;
        }
        fixed (byte* from = CString.Of(directory), to = CString.Of(place))
        {
            if (Libc.renameat2(Libc.AT_FDCWD, from, Libc.AT_FDCWD, to, Libc.RENAME_EXCHANGE) == 0)
            {
                return;
            }
        }
        if (Errno.Last is not (Errno.EINVAL or Errno.ENOSYS))
        {
            throw Errno.Exception();
        }
        PutInSteps(CString.Of(directory), CString.Of(place), CString.Of($"{place}.oi-old"));
    }

    private static void PutInSteps(CString directory, CString place, CString aside)
    {
        Descriptor.Rename(place, aside);
        try
        {
            Descriptor.Rename(directory, place);
        }
        catch
        {
            Descriptor.Rename(aside, place);
            throw;
        }
        Descriptor.Rename(aside, directory);
    }
}

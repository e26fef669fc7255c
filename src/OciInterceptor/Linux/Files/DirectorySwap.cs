namespace OciInterceptor.Linux.Files;

/// <summary>Puts a directory in another's place.</summary>
internal static unsafe class DirectorySwap
{
    /// <summary>
    /// Gives a directory another's name. The one that had it gets the first one's, in the same step where the file system
    /// can do that (renameat2(2)).
    /// </summary>
    /// <exception cref="IOException">Both have the names they had.</exception>
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

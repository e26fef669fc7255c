namespace OciInterceptor.Linux;

/// <summary>Whether the operator has a policy, for the scan ahead of .NET; the files are read later.</summary>
internal static unsafe class PolicyFiles
{
    internal static bool Exist()
    {
        fixed (byte* config = "/etc/oci-interceptor/config.json\0"u8, directory = "/etc/oci-interceptor/conf.d\0"u8)
        {
            return Exists(config) || Exists(directory);
        }
    }

    // What is there but cannot be looked at is no absence, and neither is a link that leads nowhere.
    private static bool Exists(byte* path)
    {
        FileStatus status;
        return Libc.statx(Libc.AT_FDCWD, path, Libc.AT_SYMLINK_NOFOLLOW, FileStatus.Basic, &status) == 0
            || Libc.errno is not (Errno.NoEntry or Errno.NotDirectory);
    }
}

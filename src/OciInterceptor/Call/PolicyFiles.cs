using OciInterceptor.Linux;

namespace OciInterceptor.Call;

/// <summary>Whether the operator has a policy, for the scan ahead of .NET; the files are read later.</summary>
internal static unsafe class PolicyFiles
{
    internal static bool Exist()
    {
        fixed (byte* root = "/etc/oci-interceptor\0"u8, config = "/etc/oci-interceptor/config.json\0"u8,
            commented = "/etc/oci-interceptor/config.jsonc\0"u8, directory = "/etc/oci-interceptor/conf.d\0"u8)
        {
            // Most calls end here: without the root, nothing else needs to be looked up.
            // The first name is asked twice: the file may be renamed from the second to it in between.
            return Exists(root) && (Exists(directory) || Exists(config) || Exists(commented) || Exists(config) || !IsDirectory(root));
        }
    }

    // A file that exists but cannot be examined is not a missing file, and neither is a dangling symlink.
    private static bool Exists(byte* path)
    {
        FileStatus status;
        return FileStatus.TryGet(path, Libc.AT_SYMLINK_NOFOLLOW, &status)
            || !FileStatus.IsAbsence(Libc.errno);
    }

    private static bool IsDirectory(byte* path)
    {
        FileStatus status;
        return FileStatus.TryGet(path, 0, &status) && status.IsDirectory;
    }
}

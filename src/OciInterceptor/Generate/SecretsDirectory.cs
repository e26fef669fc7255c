using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>Copies secrets into a directory that is in memory, for the runtime to bind.</summary>
internal sealed unsafe class SecretsDirectory(string directory)
{
    private const int MaxSize = 1 << 20;
    private const uint Searchable = Permissions.Searchable; // the runtime may have another user in a user namespace
    private const uint ReadableByOwner = Permissions.PrivateReadOnly;

    internal string PathOf(Secret secret) => $"{directory}/{secret.Name}";

    /// <summary>Whether the directory is in memory, not on a disk (tmpfs(5); it may still be swapped out).</summary>
    /// <exception cref="InterceptorException">The check failed.</exception>
    internal static bool IsInMemory(string path)
    {
        try
        {
            return MountTable.Read().FileSystemOf(RealPath.Resolve(path, pastDenied: false)) is { Type: "tmpfs" or "ramfs" };
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot resolve {path}: {e.Message}", e);
        }
    }

    /// <summary>Copies the secrets, each readable by one user alone.</summary>
    /// <param name="secrets">Those to be kept in memory.</param>
    /// <param name="owner">The host's ID of the container's user; null if we may not change a file's owner.</param>
    /// <param name="group">The same for the group.</param>
    /// <exception cref="InterceptorException">One could not be copied, or the directory is not in memory.</exception>
    internal void Put(ImmutableArray<Secret> secrets, uint? owner, uint? group)
    {
        if (secrets.IsEmpty)
        {
            return;
        }
        try
        {
            Directories.Make(directory, Searchable);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot make {directory}: {e.Message}", e);
        }
        if (!IsInMemory(directory))
        {
            throw new InterceptorException($"{directory} is not in memory: a bundle with --memory-secret must be on a tmpfs, such as /dev/shm");
        }
        foreach (var secret in secrets)
        {
            Put(secret, owner, group);
        }
    }

    private void Put(Secret secret, uint? owner, uint? group)
    {
        try
        {
            using var source = Descriptor.Open(CString.Of(secret.File), Libc.O_RDONLY | Libc.O_NONBLOCK);
            var content = source.Status().IsRegular ? source.ReadToEnd(MaxSize) : throw new IOException("it is not a regular file");
            using var copy = Descriptor.Open(CString.Of(PathOf(secret)), Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW, ReadableByOwner);
            copy.WriteAll(content ?? throw new IOException($"it is larger than {MaxSize >> 20} MiB"));
            if (owner is { } user && group is { } users)
            {
                Errno.Check(Libc.fchown(copy.Fd(), user, users));
            }
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot copy the secret {secret.File}: {e.Message}", e);
        }
    }
}

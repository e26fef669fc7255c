using System.Globalization;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Trust;

/// <summary>What a file or directory must be, so that nobody but root or the effective user can choose what a hook does.</summary>
internal static class TrustedProgram
{
    private const uint GroupMayWrite = 0x10; // octal 020
    private const uint OthersMayWrite = 0x2;
    private const uint Sticky = 0x200; // octal 01000
    private const uint Executable = 0x49; // octal 0111
    private const uint SetId = 0xC00; // octal 06000

    /// <summary>A directory on the way. Above the last one the sticky bit keeps others from replacing what is there.</summary>
    /// <exception cref="InterceptorException">It fails; the message says in what.</exception>
    internal static void CheckDirectory(string directory, in FileStatus status, bool isLast)
    {
        var what = $"{(directory.Length == 0 ? "/" : directory)} on its way";
        if (!status.IsDirectory)
        {
            throw new InterceptorException($"{what} is not a directory");
        }
        CheckOwner(what, status);
        if (isLast || (status.Mode & Sticky) == 0)
        {
            CheckWriters(what, status, directory.Length == 0 ? "/" : directory);
        }
    }

    /// <summary>The program itself.</summary>
    /// <exception cref="InterceptorException">It fails; the message says in what.</exception>
    internal static void CheckProgram(SafeFileHandle file, in FileStatus status)
    {
        if (status.IsSymbolicLink)
        {
            throw new InterceptorException("it is a symbolic link");
        }
        if (!status.IsRegular)
        {
            throw new InterceptorException("it is not a regular file");
        }
        if ((status.Mode & Executable) == 0)
        {
            throw new InterceptorException("it is not executable");
        }
        CheckOwner("it", status);
        CheckWriters("it", status, string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.Fd()}"));
        if ((status.Mode & SetId) != 0)
        {
            throw new InterceptorException("it has the setuid or setgid bit");
        }
    }

    /// <summary>Whoever owns something can change it.</summary>
    /// <exception cref="InterceptorException">It is somebody else's.</exception>
    internal static void CheckOwner(string what, in FileStatus status)
    {
        if (!TrustedOwner.Is(status.Owner))
        {
            throw new InterceptorException($"{what} is owned by user {status.Owner}, neither root nor the caller");
        }
    }

    private static void CheckWriters(string what, in FileStatus status, string path)
    {
        if ((status.Mode & OthersMayWrite) != 0)
        {
            throw new InterceptorException($"{what} is writable by everybody");
        }
        if ((status.Mode & GroupMayWrite) == 0)
        {
            return;
        }
        if (status.Group != 0)
        {
            throw new InterceptorException($"{what} is writable by group {status.Group}, which is not root's");
        }
        // With a list, that bit is no longer the group's: it may stand for anybody whom the list names.
        if (ExtendedAttributes.HasAccessList(path))
        {
            throw new InterceptorException($"{what} is writable for its group, and has an access control list, which may name others");
        }
    }
}

using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy.Kept;

/// <summary>Puts a policy file in place by rename(2), and keeps what was there: a call reads the old file or the new one.</summary>
/// <remarks>Killed at any moment, the file in place is one of the two, and the newest kept one that differs from it leads back.</remarks>
internal sealed class PolicyReplacement(PolicyTarget target, KeptPolicies kept)
{
    /// <param name="before">What is in its place, as it was examined.</param>
    /// <param name="after">What it is to hold; null to remove it.</param>
    /// <param name="mode">The mode of a new file.</param>
    /// <param name="isTrusted">Whether a call takes the file that is in place: it then keeps its mode, owner and attributes.</param>
    /// <returns>Where something that could not be read, such as a dangling link, is now; null if the file could be read or was missing.</returns>
    /// <exception cref="InterceptorException">It was not put in place; or it was, and could not be kept, which the message says.</exception>
    internal string? Make(PlacedFile before, byte[]? after, uint mode, bool isTrusted)
    {
        target.CheckUnchanged(before);
        target.CheckPlace();
        string? aside = null;
        if (before.Fault is null)
        {
            // What goes is kept before it goes, and what comes after it is there: the newest one that differs is always the way back.
            kept.Keep(target, before.Content, before.Content is null ? mode : ModeOf(target.Path));
        }
        else
        {
            aside = kept.SetAside(target);
        }
        try
        {
            Put(after, mode, before.Content is not null && isTrusted);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot write {target.Path}: {e.Message}", e);
        }
        kept.Keep(target, after, after is null ? mode : ModeOf(target.Path));
        return aside;
    }

    /// <summary>The mode for a new policy file: everybody may read it, unless the regular file that it comes from keeps others out.</summary>
    internal static uint ModeOf(string path) =>
        Permissions.Private | (FileStatus.Find(path) is { IsRegular: true } status ? status.Mode & Permissions.Public : Permissions.Public);

    private void Put(byte[]? content, uint mode, bool keepsOwner)
    {
        var directory = Path.GetDirectoryName(target.Path)!;
        Directories.Make(directory, Permissions.PublicDirectory);
        var path = CString.Of(target.Path);
        if (content is null)
        {
            Descriptor.Unlink(path);
        }
        else if (keepsOwner)
        {
            // The file that a link leads to is replaced in its own directory.
            directory = target.RealDirectory;
            AtomicFile.Replace(path, [content], isLasting: true);
        }
        else
        {
            AtomicFile.Create(path, mode, content);
        }
        Directories.Sync(directory);
    }
}

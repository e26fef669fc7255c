using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>One file, as it was before and as it is to be.</summary>
/// <param name="Path">Its name, without symbolic links on the way to it.</param>
/// <param name="Before">What is there.</param>
/// <param name="After">What is to be there.</param>
internal sealed record FileChange(string Path, FileState Before, FileState After)
{
    private const uint NewFileMode = Permissions.Public;

    internal bool IsEmpty => Before == After;

    /// <summary>The same backwards.</summary>
    internal FileChange Reversed => new(Path, After, Before);

    /// <summary>Makes the change, if what is there is still what it was planned for.</summary>
    /// <exception cref="InterceptorException">Nothing was changed.</exception>
    internal void Make()
    {
        try
        {
            if (FileState.Read(Path) != Before)
            {
                throw new InterceptorException($"cannot write {Path}: it was changed in the meantime");
            }
            After.Put(Path, NewFileMode);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot write {Path}: {e.Message}", e);
        }
    }
}

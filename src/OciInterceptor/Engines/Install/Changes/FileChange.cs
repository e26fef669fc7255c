using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>One file, as it was before and as it is to be. Its path has no symbolic links.</summary>
internal sealed record FileChange(string Path, FileState Before, FileState After)
{
    private const uint NewFileMode = Permissions.Public;

    internal bool IsEmpty => Before == After;

    /// <summary>The change that undoes this one.</summary>
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

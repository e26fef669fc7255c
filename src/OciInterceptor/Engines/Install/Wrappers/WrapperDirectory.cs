using System.Text;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Wrappers;

/// <summary>
/// A directory of wrappers that replaces an older one as a whole: readers see all of the old or all of the new.
/// The old one is kept aside until <see cref="Keep"/>, or until <see cref="TakeBack"/> puts it back.
/// </summary>
internal sealed class WrapperDirectory(string path, ImmutableArray<Wrapper> wrappers)
{
    private const uint Mode = Permissions.PublicDirectory;

    private readonly string _aside = TemporaryName.Beside(path);

    private bool _hadOld;

    /// <summary>Makes sure that nothing but wrappers of ours would be lost.</summary>
    /// <exception cref="InterceptorException">Something would, or that cannot be determined.</exception>
    internal void Check()
    {
        Attempt(() =>
        {
            foreach (var entry in Directory.Exists(path) ? Directory.GetFileSystemEntries(path) : [])
            {
                if (!FileStatus.OfName(entry).IsRegular || !File.ReadAllBytes(entry).AsSpan().StartsWith(Encoding.UTF8.GetBytes(Wrapper.Start)))
                {
                    throw new InterceptorException($"cannot replace {path}: {entry} was not made by oi-install");
                }
            }
        });
    }

    /// <summary>Makes the new directory and puts it in the old one's place.</summary>
    /// <exception cref="InterceptorException">The old directory is where it was.</exception>
    internal void Swap()
    {
        Check();
        Attempt(() =>
        {
            try
            {
                Write();
                _hadOld = Directory.Exists(path);
                DirectorySwap.Put(_aside, path);
            }
            catch
            {
                Remove();
                throw;
            }
        });
    }

    /// <summary>Puts the old directory back.</summary>
    internal void TakeBack() => Attempt(() =>
    {
        if (_hadOld)
        {
            DirectorySwap.Put(_aside, path);
        }
        else
        {
            Descriptor.Rename(CString.Of(path), CString.Of(_aside));
        }
        Remove();
    });

    /// <summary>Removes the old directory.</summary>
    internal void Keep() => Attempt(Remove);

    private void Write()
    {
        Linux.Files.Directories.Make(_aside, Mode);
        foreach (var wrapper in wrappers)
        {
            AtomicFile.Create(CString.Of($"{_aside}/{wrapper.Name}"), Mode, wrapper.Script);
            if (!ProgramPath.IsExecutable($"{_aside}/{wrapper.Name}"))
            {
                throw new InterceptorException($"cannot use {path}: programs cannot be executed there, as on a file system that is mounted noexec");
            }
        }
    }

    private void Remove()
    {
        if (Directory.Exists(_aside))
        {
            Directory.Delete(_aside, recursive: true);
        }
    }

    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot write {path}: {Errno.Cause(e)}", e);
        }
    }
}

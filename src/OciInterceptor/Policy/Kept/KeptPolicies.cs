using System.Globalization;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy.Kept;

/// <summary>
/// Keeps what policy files held, so that it can be brought back: files such as kept/config.json.3 and kept/conf.d-team.json.4, of
/// which the highest number is the newest. Their names do not end as a policy's, and policies are in other directories.
/// </summary>
internal sealed class KeptPolicies(PolicyPaths paths)
{
    /// <summary>How many are kept of each policy file.</summary>
    internal const int Count = 10;

    // Others are not of this program: numbers count up by one.
    private const long MaxNumber = long.MaxValue / 2;

    /// <summary>The order of what is kept.</summary>
    internal static Comparer<KeptPolicy> NewestFirst { get; } = Comparer<KeptPolicy>.Create(static (one, other) => other.Number.CompareTo(one.Number));

    /// <summary>Everything that is kept, the newest first.</summary>
    /// <exception cref="InterceptorException">The directory cannot be read.</exception>
    internal ImmutableArray<KeptPolicy> All
    {
        get
        {
            try
            {
                return Directory.Exists(paths.Kept)
                    ? Directory.EnumerateFiles(paths.Kept).Select(Parse).OfType<KeptPolicy>().Order(NewestFirst).ToImmutableArray()
                    : [];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InterceptorException($"cannot read {paths.Kept}: {Errno.Cause(e)}", e);
            }
        }
    }

    /// <summary>What is kept of one policy file, the newest first.</summary>
    internal ImmutableArray<KeptPolicy> Of(PolicyTarget target) => All.RemoveAll(kept => kept.Target != target);

    /// <summary>Keeps what a policy file holds as the newest, on the disk when this returns; the oldest ones are removed.</summary>
    /// <param name="target">The policy file.</param>
    /// <param name="content">What it holds; null if it is missing.</param>
    /// <param name="mode">The mode to bring it back with.</param>
    /// <exception cref="InterceptorException">It could not be kept.</exception>
    internal void Keep(PolicyTarget target, byte[]? content, uint mode)
    {
        var known = Of(target);
        if (!known.IsEmpty && Same(known[0], content))
        {
            return;
        }
        var number = All is [var newest, ..] ? newest.Number + 1 : 1;
        var path = string.Create(CultureInfo.InvariantCulture, $"{paths.Kept}/{target.Key}.{number}");
        try
        {
            Directories.Make(paths.Kept, Permissions.PrivateDirectory);
            AtomicFile.Create(CString.Of(path), mode, content ?? KeptPolicy.NoPolicy.ToArray());
            Directories.Sync(paths.Kept);
            // The same content under an older number would only push out others.
            foreach (var old in known.Where(kept => Same(kept, content)).Concat(known.Skip(Count - 1)))
            {
                Descriptor.Unlink(CString.Of(old.Path));
            }
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot keep {target.Path} as {path}: {e.Message}", e);
        }
    }

    /// <summary>Gives what is in a policy file's place, and cannot be kept because it cannot be read, a second name, so that it is not lost.</summary>
    /// <returns>The second name, which is not that of anything kept.</returns>
    /// <exception cref="InterceptorException">It cannot have one.</exception>
    internal string SetAside(PolicyTarget target)
    {
        try
        {
            Directories.Make(paths.Kept, Permissions.PrivateDirectory);
            string path;
            var number = 0;
            do
            {
                path = string.Create(CultureInfo.InvariantCulture, $"{paths.Kept}/{target.Key}.aside-{++number}");
            }
            while (FileStatus.FindName(path) is not null);
            Descriptor.Link(CString.Of(target.Path), CString.Of(path));
            return path;
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot keep {target.Path} in {paths.Kept}: {e.Message}: move it away first", e);
        }
    }

    /// <summary>Whether a kept policy is this content. One that cannot be read is not.</summary>
    internal static bool Same(KeptPolicy kept, byte[]? content)
    {
        try
        {
            return Same(kept.Read(), content);
        }
        catch (InterceptorException)
        {
            return false;
        }
    }

    internal static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);

    private KeptPolicy? Parse(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.LastIndexOf('.');
        return dot > 0 && PolicyPaths.IsPolicy(name[..dot]) && long.TryParse(name[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < MaxNumber
            ? new KeptPolicy(PolicyTarget.OfKey(paths, name[..dot]), number, path)
            : null;
    }
}

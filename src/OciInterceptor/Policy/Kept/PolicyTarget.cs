using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy.Kept;

/// <summary>A policy file that may be replaced: the main file, one of conf.d, or a profile.</summary>
/// <param name="Root">The directory of all policies.</param>
/// <param name="Path">The file in it, which may be missing.</param>
internal sealed record PolicyTarget(string Root, string Path)
{
    private static readonly string[] _directories = ["conf.d", "profiles"];

    /// <summary>The name of the file in one word, for the names of what is kept of it: conf.d-team.json.</summary>
    internal string Key => Path[(Root.Length + 1)..].Replace('/', '-');

    /// <summary>
    /// The file with the same name and the other ending, if there is one: it has taken the place of this one. In conf.d both are policies.
    /// </summary>
    internal string? Rival
    {
        get
        {
            if (Path.StartsWith($"{Root}/conf.d/", StringComparison.Ordinal))
            {
                return null;
            }
            var other = Path.EndsWith('c') ? Path[..^1] : $"{Path}c";
            return PolicyPaths.Exists(other) ? other : null;
        }
    }

    /// <summary>The name of the profile that the file is; null for another file.</summary>
    internal string? Profile => Path.StartsWith($"{Root}/profiles/", StringComparison.Ordinal) ? System.IO.Path.GetFileNameWithoutExtension(Path) : null;

    /// <param name="paths">Where policies are.</param>
    /// <param name="name">The name of a file in conf.d, without its ending; null for another.</param>
    /// <param name="profile">The name of a profile; null for another.</param>
    /// <exception cref="InterceptorException">A name is invalid, or two files have it.</exception>
    internal static PolicyTarget Of(PolicyPaths paths, string? name, string? profile) => new(
        paths.Root,
        name is not null ? paths.InDirectory(CheckName(name))
        : profile is not null ? paths.Profile(ProfileName.Check(profile))
        : paths.Config);

    /// <summary>The target with a key.</summary>
    internal static PolicyTarget OfKey(PolicyPaths paths, string key) =>
        new(paths.Root, Array.Find(_directories, directory => key.StartsWith($"{directory}-", StringComparison.Ordinal)) is { } directory
            ? $"{paths.Root}/{directory}/{key[(directory.Length + 1)..]}"
            : $"{paths.Root}/{key}");

    /// <summary>The directory of the file that the path leads to.</summary>
    /// <exception cref="IOException">The path cannot be examined.</exception>
    internal string RealDirectory => System.IO.Path.GetDirectoryName(RealPath.Resolve(Path, pastDenied: false))!;

    /// <summary>What is in its place, whoever may write it.</summary>
    internal PlacedFile Look()
    {
        try
        {
            return new PlacedFile(Read());
        }
        catch (InterceptorException e)
        {
            return new PlacedFile(null, e.Message);
        }
    }

    /// <exception cref="InterceptorException">Something else is in its place than before.</exception>
    internal void CheckUnchanged(PlacedFile before)
    {
        var present = Look();
        if (present.Fault != before.Fault || !KeptPolicies.Same(present.Content, before.Content))
        {
            throw new InterceptorException($"cannot replace {Path}: it was changed in the meantime");
        }
    }

    /// <exception cref="InterceptorException">A directory has its place, which no file can take by rename(2).</exception>
    internal void CheckPlace()
    {
        // An error is one of reading it as well.
        if (new DirectoryInfo(Path) is { Exists: true, LinkTarget: null })
        {
            throw new InterceptorException($"cannot replace {Path}: it is a directory: move it away first");
        }
    }

    private byte[]? Read()
    {
        try
        {
            if (FileStatus.FindName(Path) is null)
            {
                return null;
            }
            using var file = Descriptor.Open(CString.Of(Path), Libc.O_RDONLY | Libc.O_NONBLOCK);
            return !file.Status().IsRegular
                ? throw new InterceptorException($"cannot read {Path}: it is not a regular file")
                : file.ReadToEnd(PolicyLoader.MaxSize) ?? throw new InterceptorException($"cannot read {Path}: it is larger than {PolicyLoader.MaxSize >> 10} KiB");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {Path}: {e.Message}", e);
        }
    }

    private static string CheckName(string name) => ProfileName.IsOne(name) && !PolicyPaths.IsPolicy(name) && !PolicyPaths.IsTest(name)
        ? PolicyPaths.IsTest(name + PolicyPaths.Endings[0]) ? throw new InterceptorException($"invalid name \"{name}\": a file whose name ends in {PolicyPaths.TestEnding} holds tests, and is not read as a policy") : name
        : throw new InterceptorException($"invalid name \"{name}\": want at most 64 letters, digits, \".\", \"_\" and \"-\", not starting with \".\", without the ending .json");
}

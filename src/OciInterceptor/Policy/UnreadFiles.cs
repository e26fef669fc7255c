using OciInterceptor.Linux;

namespace OciInterceptor.Policy;

/// <summary>
/// Finds what looks like a policy in the policy directory and is not read: a wrong ending, a wrong name, a directory too deep. What
/// somebody put aside on purpose, such as an editor's or a package manager's backup, and tests of policies are left out.
/// </summary>
internal sealed class UnreadFiles(PolicyPaths paths)
{
    private static readonly string[] _forDirectory = ["conf", "confd", "conf.d", "config", "config.d", "policies", "policies.d", "policy.d", "rules", "rules.d"];
    private static readonly string[] _forProfiles = ["profile", "profile.d", "profiles", "profiles.d"];

    // Of dpkg, RPM, patch, and what administrators write.
    private static readonly string[] _putAside =
        [".bak", ".before", ".disabled", ".example", ".md", ".off", ".old", ".orig", ".rej", ".rpmnew", ".rpmorig", ".rpmsave", ".sample", ".save", ".txt", "~"];

    /// <summary>What is found, in the order of the paths; nothing in directories that are missing.</summary>
    internal ImmutableArray<UnreadFile> All =>
        [.. Entries(paths.Root).Select(OfRoot).Concat(Entries(paths.Directory).Select(OfDirectory)).Concat(Entries(paths.Profiles).Select(OfProfiles)).OfType<UnreadFile>(), .. Empty()];

    private UnreadFile? OfRoot(string path)
    {
        var name = Path.GetFileName(path);
        if (path == paths.Directory || path == paths.Profiles)
        {
            return null;
        }
        if (Directory.Exists(path))
        {
            return IsOneOf(name, _forDirectory) ? Unread(path, $"want {paths.Directory}")
                : IsOneOf(name, _forProfiles) ? Unread(path, $"want {paths.Profiles}")
                : null;
        }
        // Other names may be those of files that rules or flags name.
        return !IsOneOf(name.Split('.')[0], "config") || PolicyPaths.Endings.Any(ending => name == $"config{ending}") ? null
            : Unread(path, $"want {paths.Root}/config.json, or a file in {paths.Directory}");
    }

    private UnreadFile? OfDirectory(string path) =>
        PolicyPaths.IsPolicy(path) ? null
        : Directory.Exists(path) ? Unread(path, $"files must be in {paths.Directory} itself")
        : Unread(path, "its name does not end in .json or .jsonc");

    private UnreadFile? OfProfiles(string path) =>
        path.EndsWith(".runtime", StringComparison.Ordinal) ? null
        : Directory.Exists(path) ? Unread(path, $"files must be in {paths.Profiles} itself")
        : !PolicyPaths.IsPolicy(path) ? Unread(path, "its name does not end in .json or .jsonc")
        : ProfileName.IsOne(Path.GetFileNameWithoutExtension(path)) ? null
        : Unread(path, "a profile cannot have this name");

    private static UnreadFile Unread(string path, string cause) =>
        new(path, $"{path} is not read: {(IsDangling(path) ? "it is a dangling link, and " : "")}{cause}");

    private IEnumerable<UnreadFile> Empty() =>
        Directory.Exists(paths.Directory) && !Names(paths.Directory).Any(PolicyPaths.IsPolicy)
            ? [new UnreadFile(paths.Directory, $"{paths.Directory} holds no policy file: want names that end in .json or .jsonc", HidesRules: false)]
            : [];

    private static IEnumerable<string> Entries(string directory) => Names(directory).Where(path => !IsPutAside(Path.GetFileName(path)));

    // The loader reports a directory that cannot be read.
    private static ImmutableArray<string> Names(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? Directory.EnumerateFileSystemEntries(directory).Order(StringComparer.Ordinal).ToImmutableArray() : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsPutAside(string name) =>
        name[0] is '.' or '#' || PolicyPaths.IsTest(name) || name.StartsWith("README", StringComparison.Ordinal)
        || name.Contains(".dpkg-", StringComparison.Ordinal) || name.Contains(".ucf-", StringComparison.Ordinal) || name.Contains(".oi-", StringComparison.Ordinal)
        || Array.Exists(_putAside, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool IsDangling(string path)
    {
        try
        {
            return FileStatus.Find(path) is null;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool IsOneOf(string name, params string[] words) => Array.Exists(words, word => name.Equals(word, StringComparison.OrdinalIgnoreCase));
}

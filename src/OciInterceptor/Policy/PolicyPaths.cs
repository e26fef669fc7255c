using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy;

/// <summary>Where policies are.</summary>
/// <param name="Root">The directory with config.json, conf.d and profiles.</param>
internal sealed record PolicyPaths(string Root)
{
    internal static PolicyPaths Default { get; } = new("/etc/oci-interceptor");

    /// <summary>The endings of policy files: those of JSON and, as editors know it, of JSON with comments.</summary>
    internal static ImmutableArray<string> Endings => [".json", ".jsonc"];

    /// <summary>The ending of files with tests of policies, which may be beside these.</summary>
    internal const string TestEnding = ".test.json";

    internal string Config => Named($"{Root}/config");

    internal string Directory => $"{Root}/conf.d";

    internal string Profiles => $"{Root}/profiles";

    internal string Profile(string name) => Named($"{Profiles}/{name}");

    /// <summary>The link that chooses a profile's runtime.</summary>
    internal string Runtime(string profile) => $"{Profiles}/{profile}.runtime";

    /// <summary>The link that chooses the runtime of calls that name none, and whose profile names none.</summary>
    internal string RuntimeLink => $"{Root}/runtime";

    /// <summary>The directory with the records of what oi-install did.</summary>
    internal string Installed => $"{Root}/installed";

    /// <summary>A file in <see cref="Directory"/>, by its name without the ending: of two with the name, which are both in force, the first.</summary>
    internal string InDirectory(string name)
    {
        var (json, commented) = ($"{Directory}/{name}{Endings[0]}", $"{Directory}/{name}{Endings[1]}");
        return Exists(json) || !Exists(commented) ? json : commented;
    }

    /// <summary>The directory with the files that oi-apply keeps; none of them is read as a policy.</summary>
    internal string Kept => $"{Root}/kept";

    /// <summary>Whether a file of a policy directory is a policy by its name. A hidden one is not, as for a shell: it is an editor's, or half written.
    /// Tests are not either.</summary>
    internal static bool IsPolicy(string path) => Path.GetFileName(path) is not ['.', ..] && !IsTest(path) && Endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Whether a file of a policy directory holds tests, by its name: one of the endings of policies, after ".test".</summary>
    internal static bool IsTest(string path) => path.EndsWith(TestEnding, StringComparison.Ordinal) || path.EndsWith($"{TestEnding}c", StringComparison.Ordinal);

    // The file with one of the endings, by default with the first one.
    private static string Named(string name)
    {
        var (json, commented) = ($"{name}{Endings[0]}", $"{name}{Endings[1]}");
        return !Exists(commented) ? json
            : !Exists(json) ? commented
            : throw new InterceptorException($"cannot choose between {json} and {commented}: remove one of them");
    }

    /// <summary>Whether a path exists. A path that cannot be examined and a dangling symlink exist: reading them fails.</summary>
    /// <exception cref="InterceptorException">A directory on the way is another kind of file, or a dangling symlink.</exception>
    internal static bool Exists(string path)
    {
        // Most paths are missing: an exception for each would cost more than all the rest.
        var isAbsent = true;
        try
        {
            if (FileStatus.FindName(path) is not null)
            {
                return true;
            }
        }
        catch (IOException)
        {
            isAbsent = false;
        }
        CheckDirectory(Path.GetDirectoryName(path)!);
        return !isAbsent;
    }

    // A missing directory holds no policy. A file or a dangling symlink in its place is an error.
    private static void CheckDirectory(string path)
    {
        FileStatus? status = null;
        int error;
        try
        {
            status = FileStatus.Find(path);
            error = Errno.Last;
        }
        catch (IOException e)
        {
            error = e.HResult;
        }
        if (status is { IsDirectory: false })
        {
            throw new InterceptorException($"cannot read the policy directory {path}: it is not a directory");
        }
        if (status is not null)
        {
            return;
        }
        if (new FileInfo(path).LinkTarget is not null)
        {
            throw new InterceptorException($"cannot follow the link {path} to the policy directory: {Errno.Message(error)}");
        }
        if (path != "/")
        {
            CheckDirectory(Path.GetDirectoryName(path)!);
        }
    }
}

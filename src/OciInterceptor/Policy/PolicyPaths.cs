using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy;

/// <summary>Where policies are.</summary>
/// <param name="Root">The directory with config.json, conf.d and profiles.</param>
internal sealed record PolicyPaths(string Root)
{
    internal static PolicyPaths Default { get; } = new("/etc/oci-interceptor");

    internal string Config => $"{Root}/config.json";

    internal string Directory => $"{Root}/conf.d";

    internal string Profiles => $"{Root}/profiles";

    internal string Profile(string name) => $"{Profiles}/{name}.json";

    /// <summary>The link that chooses a profile's runtime.</summary>
    internal string Runtime(string profile) => $"{Profiles}/{profile}.runtime";

    /// <summary>The link that chooses the runtime of calls that name none, and whose profile names none.</summary>
    internal string RuntimeLink => $"{Root}/runtime";

    /// <summary>The directory with the records of what oi-install did.</summary>
    internal string Installed => $"{Root}/installed";

    /// <summary>Whether a path exists. A path that cannot be examined and a dangling symlink exist: reading them fails.</summary>
    /// <exception cref="InterceptorException">A directory on the way is another kind of file, or a dangling symlink.</exception>
    internal static bool Exists(string path)
    {
        try
        {
            _ = FileStatus.OfName(path);
            return true;
        }
        catch (IOException e)
        {
            CheckDirectory(Path.GetDirectoryName(path)!);
            return !FileStatus.IsAbsence(e.HResult);
        }
    }

    // A missing directory holds no policy. A file or a dangling symlink in its place is an error.
    private static void CheckDirectory(string path)
    {
        try
        {
            if (!FileStatus.Of(path).IsDirectory)
            {
                throw new InterceptorException($"cannot read the policy directory {path}: it is not a directory");
            }
        }
        catch (IOException e)
        {
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw new InterceptorException($"cannot follow the link {path} to the policy directory: {e.Message}", e);
            }
            if (path != "/")
            {
                CheckDirectory(Path.GetDirectoryName(path)!);
            }
        }
    }
}

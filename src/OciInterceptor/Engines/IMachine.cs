using OciInterceptor.Host;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines;

/// <summary>What the checks ask of the machine, beyond what rules may ask. They see it through this alone, and change nothing.</summary>
internal interface IMachine : IHost
{
    /// <summary>A file's bytes; null when it is not there.</summary>
    /// <exception cref="InterceptorException">It is there and cannot be read.</exception>
    byte[]? Read(string path);

    /// <summary>The paths that match a pattern, in which "*" stands for any part of a name; ordered, empty when there are none.</summary>
    /// <exception cref="InterceptorException">A directory is there and cannot be read.</exception>
    IReadOnlyList<string> Glob(string pattern);

    /// <summary>What a path leads to over symbolic links; null when it leads nowhere.</summary>
    FileStatus? Status(string path);

    /// <summary>As <see cref="IHost.Resolve"/>, from the working directory; the path as it is written when it cannot be resolved.</summary>
    string ResolveOrKeep(string path)
    {
        try
        {
            return Resolve(path.StartsWith('/') ? path : $"{Environment.CurrentDirectory}/{path}");
        }
        catch (Exception e) when (e is InterceptorException or IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>Where PATH, or the usual directories, have a program; null when they have not.</summary>
    string? Find(string program);

    /// <summary>The file of this program, or of a copy of it.</summary>
    bool IsThisProgram(string path);

    /// <summary>What a program prints when it is run with an argument; null when it fails or takes too long.</summary>
    string? Output(string program, string argument);

    /// <summary>What a registered call would become: the runtime's path, or why there is none.</summary>
    /// <param name="path">The registered path.</param>
    /// <param name="arguments">What is registered with it.</param>
    (string? Path, string? Fault) Runtime(string path, IReadOnlyList<string> arguments);

    /// <summary>Whether we may make files in a directory.</summary>
    bool CanWrite(string directory);

    /// <summary>The SELinux label of a file; null when it has none.</summary>
    string? Label(string path);
}

using System.Text;
using OciInterceptor.Host;
using OciInterceptor.Host.Features;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Engines;

/// <summary>What checks may ask of the machine, beyond what rules may. They have no other access to it, and change nothing.</summary>
internal interface IMachine : IHost
{
    /// <summary>A file's bytes; null if it does not exist.</summary>
    /// <exception cref="InterceptorException">It exists and cannot be read.</exception>
    byte[]? Read(string path);

    /// <summary>The paths that match a pattern, in which "*" matches any part of a name; ordered, empty if nothing matches.</summary>
    /// <exception cref="InterceptorException">A directory exists and cannot be read.</exception>
    IReadOnlyList<string> Glob(string pattern);

    /// <summary>The file behind all symlinks of a path; null when the path or a link's target does not exist.</summary>
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

    /// <summary>Why a file cannot be trusted, as a sentence about "it"; null if only root and the effective user can change what the path leads to.</summary>
    string? TrustFault(TrustPolicy policy, string path);

    /// <summary>What a symbolic link, or one in /proc, leads to; null if it cannot be read.</summary>
    string? LinkTarget(string path);

    /// <summary>Whether a process may be an engine's own (<see cref="TrustedProcess"/>); not if it has ended.</summary>
    /// <param name="process">Its directory in /proc.</param>
    bool IsTrustedProcess(string process);

    /// <summary>Whether a path that such a process names is the same file here (<see cref="TrustedProcess.SharesFiles"/>); not if it has ended.</summary>
    bool SharesFiles(string process);

    /// <summary>The path of a program in PATH or in the standard directories; null when it is in none of them.</summary>
    string? Find(string program);

    /// <summary>The file of this program, or of a copy of it.</summary>
    bool IsThisProgram(string path);

    /// <summary>What a program prints when it is run with arguments; null when it fails or takes too long.</summary>
    string? Output(string program, params IReadOnlyList<string> arguments);

    /// <summary>What a runtime tells about itself. It is asked each time, since a wrapper answers for another program.</summary>
    RuntimeAnswer FeaturesOf(string runtime) => FeaturesDocument.Of(runtime, Output(runtime, "features") is { } output ? Encoding.UTF8.GetBytes(output) : null);

    /// <summary>The time, UTC.</summary>
    DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>What a registered path with its arguments would become: the runtime's path, or why it finds no runtime.</summary>
    /// <param name="path">As an engine calls it; the file need not exist yet.</param>
    /// <param name="arguments">What the engine passes before its own arguments.</param>
    /// <param name="searchPath">The engine's PATH; null for that of this command.</param>
    (string? Path, string? Fault) Runtime(string path, IReadOnlyList<string> arguments, string? searchPath = null);

    /// <summary>Runs a program as an engine would: with nothing in its environment but PATH, null for that of this command.</summary>
    /// <exception cref="IOException">It could not be started, or did not end in time.</exception>
    ProgramOutput Run(string program, IReadOnlyList<string> arguments, string? searchPath);

    /// <summary>Whether this process may make files in a directory.</summary>
    bool CanWrite(string directory);

    /// <summary>The SELinux label of a file; null when it has none.</summary>
    string? Label(string path);
}

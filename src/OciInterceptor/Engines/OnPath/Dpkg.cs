using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.OnPath;

/// <summary>dpkg's diversions, by which a package's file is put and upgraded under another name.</summary>
internal sealed class Dpkg(string searchPath)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly string? _divert = ProgramPath.Find("dpkg-divert", searchPath);

    /// <summary>Whether the file belongs to a package.</summary>
    /// <exception cref="InterceptorException">dpkg could not be asked.</exception>
    internal bool Owns(string path) => ProgramPath.Find("dpkg-query", searchPath) is { } query && _divert is not null && Run(query, ["--search", path]).ExitCode == 0;

    /// <summary>The name under which packages find the file; its own when it is not diverted.</summary>
    /// <inheritdoc cref="Owns"/>
    internal string TrueName(string path) => _divert is null ? path : Required(["--truename", path]).Line;

    /// <summary>Diverts the file without moving it: if dpkg moved it, there would be none for a moment.</summary>
    /// <exception cref="InterceptorException">dpkg refuses.</exception>
    internal void Divert(string path, string aside) => Required(["--local", "--no-rename", "--divert", aside, "--add", path]);

    /// <summary>Removes the diversion.</summary>
    /// <inheritdoc cref="Divert"/>
    internal void Restore(string path) => Required(["--local", "--no-rename", "--remove", path]);

    private ProgramOutput Required(IReadOnlyList<string> arguments)
    {
        var answer = Run(_divert!, arguments);
        return answer.ExitCode == 0 ? answer : throw new InterceptorException($"dpkg-divert failed: {answer.Complaint}");
    }

    private static ProgramOutput Run(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            return ChildProgram.Run(program, arguments, _patience);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot run {program}: {e.Message}", e);
        }
    }
}

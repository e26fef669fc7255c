using System.Globalization;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Trust;

/// <summary>Opens a program that will run with the runtime's privileges (<see cref="TrustPolicy.HookProgram"/>).</summary>
/// <param name="path">An absolute path.</param>
/// <param name="directories">
/// The directories that hold trusted programs. Symlinks of root's are followed: on the way to these directories, which the operator names,
/// and below them, if they lead to a program below one of them.
/// </param>
internal sealed class HookProgram(string path, ImmutableArray<string> directories)
{
    /// <exception cref="InterceptorException">A check failed; the message says which.</exception>
    internal SafeFileHandle Open()
    {
        try
        {
            return IsOfProcess ? OpenOfProcess() : Open(path);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"it cannot be opened: {e.Message}", e);
        }
    }

    // /proc/N/exe, the program that a process runs: Docker's own hook names dockerd so.
    private bool IsOfProcess => path.Split('/') is ["", "proc", var id, "exe"] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private SafeFileHandle OpenOfProcess()
    {
        var target = RealPath.OfLink(path);
        var file = Open(target);
        return FileStatus.Of(path).IsSameFileAs(file.Status()) ? file : throw new InterceptorException($"the process runs a file other than {target}, the target of {path}");
    }

    private SafeFileHandle Open(string program)
    {
        if (!program.StartsWith('/'))
        {
            throw new InterceptorException("its path is not absolute");
        }
        if (program[1..].Split('/').Any(name => name is "" or "." or ".."))
        {
            throw new InterceptorException("its path has \"//\", \".\" or \"..\", or ends with a slash");
        }
        var directory = directories.FirstOrDefault(known => program.StartsWith($"{known}/", StringComparison.Ordinal))
            ?? throw new InterceptorException($"it is not below a trusted directory ({string.Join(", ", directories)})");
        using var trusted = new TrustedPath(TrustPolicy.HookProgram, "");
        var file = trusted.Open(program, directory);
        if (trusted.IsLinked)
        {
            RequireTrustedTarget(file);
        }
        return file;
    }

    // As /bin/sh and the programs of /etc/alternatives are.
    private void RequireTrustedTarget(SafeFileHandle file)
    {
        var target = RealPath.Of(file);
        if (!directories.Any(known => RealOf(known) is { } real && target.StartsWith($"{real}/", StringComparison.Ordinal)))
        {
            file.Dispose();
            throw new InterceptorException($"it is a symlink to {target}, which is not below a trusted directory ({string.Join(", ", directories)})");
        }
    }

    // Null for a directory that cannot be followed, in which nothing is trusted.
    private static string? RealOf(string directory)
    {
        try
        {
            return RealPath.Resolve(directory, pastDenied: false);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

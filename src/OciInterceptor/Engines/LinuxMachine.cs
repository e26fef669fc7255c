using System.IO.Enumeration;
using System.Text;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Host;
using OciInterceptor.Host.Features;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Engines;

/// <summary>The machine that we run on, as the checks see it.</summary>
/// <param name="searchPath">The directories of PATH. An engine's own PATH may be another.</param>
internal sealed class LinuxMachine(string searchPath) : LinuxHost, IMachine
{
    private const int MaxSize = 16 << 20;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public byte[]? Read(string path)
    {
        try
        {
            using var file = Descriptor.Open(CString.Of(path), Libc.O_RDONLY | Libc.O_NONBLOCK);
            return file.ReadToEnd(MaxSize) ?? throw new InterceptorException($"cannot read {path}: it is larger than {MaxSize >> 20} MiB");
        }
        catch (IOException e) when (FileStatus.IsAbsence(e.HResult))
        {
            return null;
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {path}: {e.Message}", e);
        }
    }

    public IReadOnlyList<string> Glob(string pattern)
    {
        IEnumerable<string> paths = [""];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            paths = part.Contains('*', StringComparison.Ordinal)
                ? paths.SelectMany(path => Names(path).Where(name => FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false)).Select(name => $"{path}/{name}"))
                : paths.Select(path => $"{path}/{part}");
        }
        return [.. paths.Where(path => Status(path) is not null).Order(StringComparer.Ordinal)];
    }

    public FileStatus? Status(string path)
    {
        try
        {
            return FileStatus.Of(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public string? TrustFault(TrustPolicy policy, string path) => Linux.Trust.TrustFault.Of(policy, Path.GetFullPath(path));

    public string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public bool IsTrustedProcess(string process) => Examine(process, TrustedProcess.Is);

    public bool SharesFiles(string process) => Examine(process, TrustedProcess.SharesFiles);

    public string? Find(string program) => ProgramPath.Find(program, searchPath);

    public unsafe bool IsThisProgram(string path)
    {
        fixed (byte* p = CString.Of(path))
        {
            return RuntimeFinder.Find(p, null, ProcessStart.Envp, null).Fault == RuntimeFault.IsSelf;
        }
    }

    public string? Output(string program, params IReadOnlyList<string> arguments)
    {
        try
        {
            var output = ChildProgram.Run(program, arguments, _patience);
            return output.ExitCode == 0 ? output.Text : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public RuntimeAnswer FeaturesOf(string runtime) => FeaturesDocument.Ask(runtime, searchPath, _patience);

    public (string? Path, string? Fault) Runtime(string path, IReadOnlyList<string> arguments, string? enginePath = null) =>
        new RegisteredCall(path, arguments, enginePath ?? searchPath).Runtime;

    public ProgramOutput Run(string program, IReadOnlyList<string> arguments, string? enginePath) =>
        ChildProgram.Run(program, arguments, [$"PATH={enginePath ?? searchPath}"], _patience);

    public string? Label(string path)
    {
        try
        {
            using var file = Descriptor.Open(CString.Of(path), Libc.O_RDONLY | Libc.O_NONBLOCK);
            return ExtendedAttributes.Value(file, "security.selinux") is { } value ? Encoding.UTF8.GetString(value).TrimEnd('\0') : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public unsafe bool CanWrite(string directory)
    {
        fixed (byte* p = CString.Of(directory))
        {
            return Libc.access(p, Libc.W_OK) == 0;
        }
    }

    private static bool Examine(string process, Func<string, bool> question)
    {
        try
        {
            return question(process);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static List<string> Names(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)!).ToList() : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot read {directory}: {Errno.Cause(e)}", e);
        }
    }
}

using System.Text;
using OciInterceptor.Engines;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Doctor;

/// <summary>A machine of text: files that are there, and what programs print. PATH is /usr/bin.</summary>
internal sealed class FakeMachine : FakeHost, IMachine
{
    private readonly Dictionary<string, FileStatus> _statuses = [];

    /// <summary>What programs print: by the path and the arguments.</summary>
    internal Dictionary<string, string> Outputs { get; } = [];

    /// <summary>What registered paths become; an error begins with "!".</summary>
    internal Dictionary<string, string> Runtimes { get; } = [];

    /// <summary>What any other path becomes; null for nothing.</summary>
    internal string? OtherRuntime { get; set; }

    /// <summary>The calls that were made, each as a line.</summary>
    internal List<string> Calls { get; } = [];

    /// <summary>How calls end; usually well, with a version.</summary>
    internal Func<string, IReadOnlyList<string>, ProgramOutput> OnRun { get; set; } = (_, _) => Answer(0, "runc version 1.3.3\n");

    internal static ProgramOutput Answer(int exitCode, string output = "", string errors = "") =>
        new(exitCode, Encoding.UTF8.GetBytes(output), Encoding.UTF8.GetBytes(errors));

    internal Dictionary<string, string> Labels { get; } = [];

    /// <summary>Files that are this program.</summary>
    internal HashSet<string> Own { get; } = [];

    internal HashSet<string> Unreadable { get; } = [];

    /// <summary>Why paths cannot be trusted; any other can.</summary>
    internal Dictionary<string, string> Untrusted { get; init; } = [];

    internal HashSet<string> ReadOnly { get; } = [];

    /// <summary>Puts a file there. Double quotes may be written as single ones.</summary>
    internal FakeMachine With(string path, string text = "", uint mode = 0x81ED, uint owner = 0) // octal 0100755
    {
        Files[path] = Encoding.UTF8.GetBytes(text.Replace('\'', '"'));
        _statuses[path] = new FileStatus { Mode = (ushort)mode, Owner = owner, Links = 1, Size = (ulong)text.Length };
        for (var at = path.LastIndexOf('/'); at > 0; at = path.LastIndexOf('/', at - 1))
        {
            _statuses.TryAdd(path[..at], new FileStatus { Mode = 0x41ED }); // octal 040755
        }
        _statuses.TryAdd("/", new FileStatus { Mode = 0x41ED });
        return this;
    }

    internal FakeMachine WithDirectory(string path, uint mode = 0x41ED)
    {
        With(path + "/x");
        Files.Remove(path + "/x");
        _statuses.Remove(path + "/x");
        _statuses[path] = new FileStatus { Mode = (ushort)mode };
        return this;
    }

    /// <summary>Puts a program into PATH that tells its version.</summary>
    internal FakeMachine WithProgram(string name, string version = "")
    {
        Outputs[$"/usr/bin/{name} --version"] = version;
        return With($"/usr/bin/{name}", "ELF");
    }

    /// <summary>Puts this program there, which becomes runc.</summary>
    internal FakeMachine WithInterceptor(string path = "/usr/bin/oci-interceptor")
    {
        Own.Add(path);
        Runtimes[path] = "/usr/bin/runc";
        return With(path, "ELF of ours");
    }

    public byte[]? Read(string path) => Unreadable.Contains(path) ? throw new InterceptorException($"cannot read {path}: Permission denied") : Files.GetValueOrDefault(path);

    public IReadOnlyList<string> Glob(string pattern) => Unreadable.Contains(pattern)
        ? throw new InterceptorException($"cannot read {pattern}: Permission denied")
        : [.. Files.Keys.Where(path => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, path)).Order(StringComparer.Ordinal)];

    public FileStatus? Status(string path) => _statuses.TryGetValue(path, out var status) ? status : null;

    public string? TrustFault(TrustPolicy policy, string path) => Untrusted.GetValueOrDefault(path);

    public string? LinkTarget(string path) => Links.GetValueOrDefault(path);

    public bool IsTrustedProcess(string process) => !Untrusted.ContainsKey(process);

    public bool SharesFiles(string process) => !Untrusted.ContainsKey($"{process}/root");

    public string? Find(string program) => Files.ContainsKey($"/usr/bin/{program}") ? $"/usr/bin/{program}" : null;

    public bool IsThisProgram(string path) => Own.Contains(path);

    public string? Output(string program, params IReadOnlyList<string> arguments) => Outputs.GetValueOrDefault(string.Join(' ', arguments.Prepend(program)));

    public DateTimeOffset Now { get; set; } = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    public (string? Path, string? Fault) Runtime(string path, IReadOnlyList<string> arguments, string? searchPath = null) =>
        (Runtimes.GetValueOrDefault(string.Join(' ', arguments.Prepend(path))) ?? OtherRuntime) is { } known ? known[0] == '!' ? (null, known[1..]) : (known, null) : (null, "no runtime");

    public ProgramOutput Run(string program, IReadOnlyList<string> arguments, string? searchPath)
    {
        Calls.Add($"{(searchPath is null ? "" : $"PATH={searchPath} ")}{string.Join(' ', arguments.Prepend(program))}");
        return OnRun(program, arguments);
    }

    public bool CanWrite(string directory) => !ReadOnly.Contains(directory);

    public string? Label(string path) => Labels.GetValueOrDefault(path);
}

using System.Globalization;
using System.Text;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>A running dockerd, and what its command line says.</summary>
/// <remarks>
/// Found by the configuration that it reads, not by a pid file: several on a machine have one each, and that of
/// one in a container is another file, whatever it is called there.
/// </remarks>
internal sealed class DockerProcess
{
    private readonly ImmutableArray<string> _arguments;

    private DockerProcess(int id, ImmutableArray<string> arguments)
    {
        Id = id;
        _arguments = arguments;
    }

    internal int Id { get; }

    /// <summary>Its program's file.</summary>
    internal string Program => $"/proc/{Id}/exe";

    /// <summary>The values of --host, in order.</summary>
    internal IEnumerable<string> Hosts => Values("-H", "--host");

    /// <summary>--default-runtime; null when it is not given.</summary>
    internal string? DefaultRuntime => Values(null, "--default-runtime").LastOrDefault();

    /// <summary>The values of --add-runtime, in order: NAME=PATH.</summary>
    internal IReadOnlyList<string> AddedRuntimes => Values(null, "--add-runtime");

    /// <summary>Its PATH; the usual directories when it has none.</summary>
    internal string SearchPath => Variable("PATH") ?? ProgramPath.Usual;

    /// <summary>The default paths of what no flag locates.</summary>
    internal DockerPaths Places => DockerPaths.Of(Variable);

    private string Configuration => Values(null, "--config-file").LastOrDefault() ?? Places.Configuration;

    /// <summary>The daemons that read a configuration.</summary>
    internal static ImmutableArray<DockerProcess> ReadersOf(string configuration)
    {
        var found = ImmutableArray.CreateBuilder<DockerProcess>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && TryRead(id) is { } process && process.Reads(configuration))
            {
                found.Add(process);
            }
        }
        return WithoutForks(found.DrainToImmutable());
    }

    /// <summary>A path of the daemon, as seen from this process.</summary>
    internal string Seen(string path) =>
        path.StartsWith('/') ? $"/proc/{Id}/root{path}" : $"/proc/{Id}/cwd/{path}";

    /// <summary>
    /// Whether it sees a directory of this machine, or has ended. A rootless one has an /etc of its own, with a link to each
    /// entry that the machine's had when it was started.
    /// </summary>
    internal bool Sees(string directory)
    {
        try
        {
            var theirs = FileStatus.OfName(Seen(directory));
            return theirs.IsSymbolicLink || theirs.IsSameFileAs(FileStatus.Of(directory));
        }
        catch (IOException)
        {
            return TryRead(Id) is null;
        }
    }

    /// <summary>SIGHUP: read the configuration again.</summary>
    /// <exception cref="InterceptorException">The process has ended.</exception>
    internal void Reload()
    {
        if (TryRead(Id) is null || Libc.kill(Id, Libc.SIGHUP) != 0)
        {
            throw new InterceptorException($"dockerd (process {Id}) has ended");
        }
    }

    // A forked child shows the daemon's program and arguments until it executes its own.
    private static ImmutableArray<DockerProcess> WithoutForks(ImmutableArray<DockerProcess> found) =>
        found.Length < 2 ? found : found.Where(process => Parent(process.Id) is { } parent && !found.Any(other => other.Id == parent && other.IsSameAs(process))).ToImmutableArray();

    private bool IsSameAs(DockerProcess other)
    {
        try
        {
            return _arguments.AsSpan().SequenceEqual(other._arguments.AsSpan()) && FileStatus.Of(Program).IsSameFileAs(FileStatus.Of(other.Program));
        }
        catch (IOException)
        {
            // One of them has ended: the caller sees one daemon, or none.
            return false;
        }
    }

    // Null if the process has ended.
    private static int? Parent(int id)
    {
        try
        {
            // The name before it may have any character in it.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ')[2], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string? Variable(string name)
    {
        var environment = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{Id}/environ")).Split('\0');
        return environment.FirstOrDefault(entry => entry.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];
    }

    // Null for other programs and for processes that have ended. The script that starts a rootless dockerd has a similar name.
    private static DockerProcess? TryRead(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm") is var name && name.StartsWith("dockerd", StringComparison.Ordinal) && !name.StartsWith("dockerd-rootles", StringComparison.Ordinal)
                ? new DockerProcess(id, [.. Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/cmdline")).Split('\0').Skip(1)])
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool Reads(string configuration)
    {
        try
        {
            var theirs = Seen(Configuration);
            return Exists(configuration)
                ? Exists(theirs) && FileStatus.Of(theirs).IsSameFileAs(FileStatus.Of(configuration))
                : !Exists(theirs) && Path.GetFileName(theirs) == Path.GetFileName(configuration) && IsSameDirectory(theirs, configuration);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's.
            return false;
        }
    }

    // The directory too may be missing before the first configuration is written.
    private bool IsSameDirectory(string theirs, string ours)
    {
        var (their, our) = (Path.GetDirectoryName(theirs)!, Path.GetDirectoryName(ours)!);
        return Exists(our)
            ? Exists(their) && FileStatus.Of(their).IsSameFileAs(FileStatus.Of(our))
            : Configuration == ours && FileStatus.Of($"/proc/{Id}/root").IsSameFileAs(FileStatus.Of("/"));
    }

    private static bool Exists(string path) => FileStatus.Find(path) is not null;

    // As Go's flags are written: --name VALUE, --name=VALUE, -n VALUE, -n=VALUE, -nVALUE.
    private List<string> Values(string? letter, params ReadOnlySpan<string> names)
    {
        var values = new List<string>();
        for (var i = 0; i < _arguments.Length; i++)
        {
            var argument = _arguments[i];
            if ((names.Contains(argument) || argument == letter) && i + 1 < _arguments.Length)
            {
                values.Add(_arguments[++i]);
                continue;
            }
            foreach (var name in names)
            {
                if (argument.StartsWith($"{name}=", StringComparison.Ordinal))
                {
                    values.Add(argument[(name.Length + 1)..]);
                }
            }
            if (letter is not null && argument.Length > 2 && argument.StartsWith(letter, StringComparison.Ordinal))
            {
                values.Add(argument[2..].TrimStart('='));
            }
        }
        return values;
    }
}

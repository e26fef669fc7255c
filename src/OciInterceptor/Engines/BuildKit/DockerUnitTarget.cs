using System.Text;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.BuildKit;

/// <summary>The BuildKit in dockerd: a drop-in of docker.service (systemd.unit(5)) with the variable by which dockerd names BuildKit's runtime.</summary>
/// <remarks>moby: daemon/internal/builder-next/executor_linux.go. The variable is read since Docker 25.</remarks>
internal sealed class DockerUnitTarget(RegistrationRequest request, string file) : BuildKitTarget(request, file)
{
    private const string Variable = "DOCKER_BUILDKIT_RUNC_COMMAND";
    private const string Comment = "# Put here by oi-install, taken out by oi-uninstall.\n";
    private const string Section = "[Service]\n";

    private static DockerProcess? Running => DockerProcess.ReadersOf(DockerEngine.Configuration) is [var process, ..] ? process : null;

    public override string? SearchPath => Running?.SearchPath;

    public override string Reminder(bool isTakenOut) =>
        "To apply the change: systemctl daemon-reload && systemctl restart docker. Containers keep running meanwhile only with \"live-restore\".";

    /// <summary>The command that a drop-in names; null if it names none.</summary>
    internal static string? CommandIn(ReadOnlySpan<byte> content)
    {
        string? command = null;
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            if (line.Split('=', 2) is [var key, var list] && key.Trim() == "Environment")
            {
                // The last one wins, and an empty list takes back all before it.
                command = list.Trim().Length == 0 ? null : ValueIn(list.Trim()) ?? command;
            }
        }
        return command;
    }

    // Quotes are around the whole assignment or around its value.
    private static string? ValueIn(string list)
    {
        var at = list.LastIndexOf(Variable + "=", StringComparison.Ordinal);
        var before = at > 0 ? list[at - 1] : ' ';
        if (at < 0 || before is not (' ' or '\t' or '"' or '\''))
        {
            return null;
        }
        var value = list[(at + Variable.Length + 1)..];
        var isQuoted = value is ['"' or '\'', ..];
        var end = isQuoted ? value.IndexOf(value[0], 1) : before is '"' or '\'' ? value.IndexOf(before, StringComparison.Ordinal) : value.AsSpan().IndexOfAny(' ', '\t');
        return value[(isQuoted ? 1 : 0)..(end < 0 ? value.Length : end)].Replace("%%", "%", StringComparison.Ordinal);
    }

    private protected override string With(string text, string path)
    {
        if (text.Length > 0)
        {
            throw new InterceptorException($"{Target} already exists and was not written by oi-install: choose another runtime name with --name");
        }
        RequireFree();
        RequireSupport();
        return $"{Comment}{Section}{Line(path)}";
    }

    private protected override string Without(string text)
    {
        var lines = text.Split('\n').Where(line => CommandIn(Encoding.UTF8.GetBytes(line)) is null);
        var rest = string.Join('\n', lines).Replace(Comment, "", StringComparison.Ordinal);
        return rest.Trim() == Section.Trim() ? "" : rest;
    }

    // In a unit "%" begins a specifier, and a word with other signs is quoted.
    private static string Line(string path) => path.Any(c => c is '"' or '\\' or '\'' or '$' || char.IsWhiteSpace(c))
        ? throw new InterceptorException($"{path} cannot be written into a unit of systemd: choose another directory with --link-dir")
        : $"Environment={Variable}={path.Replace("%", "%%", StringComparison.Ordinal)}\n";

    // The last file of the directory would win, without a word about it.
    private void RequireFree()
    {
        var directory = Path.GetDirectoryName(Target)!;
        foreach (var other in Directory.Exists(directory) ? Directory.GetFiles(directory, "*.conf").Order(StringComparer.Ordinal) : (IEnumerable<string>)[])
        {
            if (other != Target && FileState.Read(other).Content is { } content && CommandIn(content.Span) is { } command)
            {
                throw new InterceptorException($"{other} already names {command} as BuildKit's runtime: remove it, and name that runtime with --oi-runtime-path if it is to be kept");
            }
        }
    }

    private void RequireSupport()
    {
        var program = Running?.Program ?? ProgramPath.Find("dockerd", Request.SearchPath)
            ?? throw new InterceptorException("no dockerd on PATH: for a buildkitd of its own, name its file with --config /etc/buildkit/buildkitd.toml");
        if (!ProgramText.Has(program, Encoding.UTF8.GetBytes(Variable)))
        {
            throw new InterceptorException($"this dockerd does not read {Variable}, which needs Docker 25 or later: use oi-install path");
        }
    }
}

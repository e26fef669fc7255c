using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.BuildKit;

/// <summary>A buildkitd of its own: the program of its OCI worker, in buildkitd.toml.</summary>
/// <remarks>moby/buildkit: docs/buildkitd.toml.md, and executor/runcexecutor, which otherwise prefers buildkit-runc on PATH to runc.</remarks>
internal sealed class BuildKitdTarget(RegistrationRequest request, string file) : BuildKitTarget(request, file)
{
    private const string Preferred = "buildkit-runc";

    /// <summary>The key that names the program.</summary>
    internal static ImmutableArray<string?> Key { get; } = ["worker", "oci", "binary"];

    public override string? SearchPath => null;

    public override string Reminder(bool isTakenOut) => "To apply the change, restart buildkitd: builds that run meanwhile fail.";

    // Without us, buildkitd would run the one that it brings along.
    private protected override RegistrationRequest Asked =>
        Request.RuntimePath is null && ProgramPath.Find(Preferred, Request.SearchPath) is { } own ? Request with { RuntimePath = own } : Request;

    private protected override string With(string text, string path)
    {
        TomlStatement? header = null;
        foreach (var entry in TomlReader.Read(text, Target))
        {
            if (entry.Is(Key.AsSpan()))
            {
                throw new InterceptorException($"{Target}:{entry.Line}: the program {entry.Text} is already named here: remove the line, and name that program with --oi-runtime-path if it is to be kept");
            }
            if (entry.Kind == TomlKind.Table && entry.Is("worker", "oci"))
            {
                header = entry;
            }
            else if (entry.Kind != TomlKind.Table && (entry.Is("worker") || entry.Is("worker", "oci") || (entry.IsBelow("worker", "oci") && entry.HeaderDepth < 2)))
            {
                throw new InterceptorException($"{Target}:{entry.Line}: the worker is not written as a table: write it as [worker.oci]");
            }
        }
        var line = $"binary = {TomlText.String(path)}";
        return header is null
            ? MarkedText.With(text, MarkedText.Block(Request.Name, $"[worker.oci]\n  {line}\n"))
            : text.Insert(header.End, (header.End > 0 && text[header.End - 1] != '\n' ? "\n" : "") + MarkedText.Line(Request.Name, $"  {line}"));
    }

    private protected override string Without(string text)
    {
        var rest = MarkedText.Without(text, Request.Name, Target);
        foreach (var entry in TomlReader.Read(rest, Target))
        {
            if (entry.Is(Key.AsSpan()) && entry.Text is { } path && InterceptorFile.HasOwnName(path))
            {
                throw new InterceptorException($"{Target}:{entry.Line}: {MarkedText.Unmarked(Request.Name)}");
            }
        }
        return rest;
    }
}

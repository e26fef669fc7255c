using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether the runtimes that containers really get, and their engines, are older than the fixes for known escapes.</summary>
internal sealed class EscapesCheck : ICheck
{
    public string Name => "escapes";

    public IEnumerable<Diagnosis> Look(DoctorContext context) => Programs(context).Distinct().SelectMany(file => Judge(context, file));

    private List<Diagnosis> Judge(DoctorContext context, string file)
    {
        if (context.Machine.Output(file, "--version") is not { } output)
        {
            return [new Diagnosis(Health.Unknown, Name, $"{file} does not report its version")];
        }
        try
        {
            // Escapes of other runtimes are not listed.
            return RuntimeVersion.Parse(output) is { } version ? Judge(context, file, version) : [];
        }
        catch (InterceptorException e)
        {
            return [new Diagnosis(Health.Unknown, Name, $"cannot tell which package {file} is from: {e.Message}")];
        }
    }

    private List<Diagnosis> Judge(DoctorContext context, string file, RuntimeVersion version)
    {
        var concerned = EscapeList.All.RemoveAll(escape => !escape.Concerns(version));
        var (ignored, escapes) = (concerned.RemoveAll(escape => !context.Ignored.Contains(escape.Id)), concerned.RemoveAll(escape => context.Ignored.Contains(escape.Id)));
        var package = escapes.IsEmpty ? null : PackageChangelog.Of(context.Machine, file, version);
        var open = escapes.RemoveAll(escape => package?.Names(escape.Id) == true);
        var title = $"{file} is {version.Program} {version.Text}";
        if (!open.IsEmpty)
        {
            return [.. open.Select(escape => Open(title, escape, version, package, Cover(context, file, escape.Id)))];
        }
        var repaired = escapes.IsEmpty ? "" : $"; its package {package} has the fix for {Ids(escapes)}";
        var passed = ignored.IsEmpty ? "" : $"; ignored: {Ids(ignored)}";
        return
        [
            EscapeList.Fault(version, context.Machine.Now) is { } fault
                ? new Diagnosis(Health.Unknown, Name, $"{title}, and {fault}")
                : new Diagnosis(Health.Well, Name, $"{title}, and none of the escapes known on {EscapeList.DateText} affects it{repaired}{passed}"),
        ];
    }

    private Diagnosis Open(string title, KnownEscape escape, RuntimeVersion version, PackageChangelog? package, string cover)
    {
        var isOpen = package is null ? !version.IsDistributions : package.Denies(escape);
        var why = (package, isOpen) switch
        {
            (null, true) => "",
            (null, false) => ": the distribution may have backported the fix, see its changelog",
            (_, true) => $", and the changelog of its package {package} does not name it: update the package, or pass --ignore {escape.Id} if it does not concern this machine",
            ({ Text: null }, _) => $": its package {package} may have the fix, but its changelog is not on this machine",
            _ => $": its package {package} may have the fix, but the changelog on this machine does not tell",
        };
        return new Diagnosis(isOpen ? Health.Problem : Health.Unknown, Name, $"{title}, older than the fix for {escape.Id} ({escape.Program} {string.Join(", ", escape.Fixed)}){why}{cover}")
        {
            Id = escape.Id,
            Source = escape.Source,
        };
    }

    // Of the registrations that lead to the runtime. It stays a finding: others may get the runtime without the rule.
    private static string Cover(DoctorContext context, string file, string id) => string.Concat(
        from known in context.Registrations
        where context.IsBinary(known.Runtime) && RuntimeOf(context, known.Runtime) == file
        from rule in context.RulesOf(known.Runtime)
        where rule.Mode == Mode.Enforce && (rule.When is null || rule.Rule is DenyRule) && rule.Shield?.Covers.Contains(id) == true
        select $"; for {known.Engine.Name}: {known.Runtime.Name} the rule \"{rule.Name}\" ({rule.Origin}) covers it{(rule.Shield!.Leaves is { } leaves ? $", except {leaves}" : "")}");

    private static string Ids(IEnumerable<KnownEscape> escapes) => string.Join(", ", escapes.Select(escape => escape.Id));

    // The runtime that containers really get.
    private static string? RuntimeOf(DoctorContext context, FoundRuntime runtime)
    {
        var file = context.FileOf(runtime.Path);
        if (file is not null && runtime.IsInterceptor && context.IsBinary(runtime))
        {
            file = context.Machine.Runtime(file, runtime.Arguments).Path is { } path ? context.FileOf(path) : null;
        }
        return file is null ? null : context.Machine.ResolveOrKeep(file);
    }

    private static IEnumerable<string> Programs(DoctorContext context)
    {
        foreach (var runtime in context.Engines.SelectMany(engine => engine.Runtimes))
        {
            if (RuntimeOf(context, runtime) is { } file)
            {
                yield return file;
            }
        }
        foreach (var engine in context.Engines.Where(engine => engine.Name is EngineNames.Docker or EngineNames.Containerd && engine.Program is not null))
        {
            yield return context.Machine.ResolveOrKeep(engine.Program!);
        }
    }
}

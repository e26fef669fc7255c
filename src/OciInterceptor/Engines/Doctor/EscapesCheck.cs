namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether the runtimes that containers really get are older than the fixes for known escapes.</summary>
internal sealed class EscapesCheck : ICheck
{
    public string Name => "escapes";

    public IEnumerable<Diagnosis> Look(DoctorContext context)
    {
        foreach (var file in Runtimes(context).Distinct())
        {
            if (context.Machine.Output(file, "--version") is not { } output)
            {
                yield return new Diagnosis(Health.Unknown, Name, $"{file} does not report its version");
                continue;
            }
            // Escapes of other runtimes are not listed.
            if (RuntimeVersion.Parse(output) is not { } version)
            {
                continue;
            }
            var escapes = KnownEscape.All.RemoveAll(escape => !escape.Concerns(version));
            if (escapes.IsEmpty)
            {
                yield return new Diagnosis(Health.Well, Name, $"{file} is {version.Program} {version.Text}, and none of the known escapes affects it");
            }
            foreach (var escape in escapes)
            {
                yield return new Diagnosis(
                    version.IsDistributions ? Health.Unknown : Health.Problem,
                    Name,
                    $"{file} is {version.Program} {version.Text}, older than the fix for {escape.Ids} ({escape.Program} {string.Join(", ", escape.Fixed)})"
                        + (version.IsDistributions ? ": the distribution may have backported the fix, see its changelog" : ""));
            }
        }
    }

    private static IEnumerable<string> Runtimes(DoctorContext context)
    {
        foreach (var runtime in context.Engines.SelectMany(engine => engine.Runtimes))
        {
            var file = context.FileOf(runtime.Path);
            if (file is not null && runtime.IsInterceptor && context.IsBinary(runtime))
            {
                file = context.Machine.Runtime(file, runtime.Arguments).Path is { } path ? context.FileOf(path) : null;
            }
            if (file is not null)
            {
                yield return context.Machine.ResolveOrKeep(file);
            }
        }
    }
}

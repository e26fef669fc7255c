using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether what is registered is this version of the program.</summary>
internal sealed class VersionCheck : ICheck
{
    private const string Prefix = "oci-interceptor ";

    public string Name => "version";

    public IEnumerable<Diagnosis> Look(DoctorContext context)
    {
        foreach (var (_, runtime) in context.Registrations.Where(known => context.IsBinary(known.Runtime)).DistinctBy(known => known.Runtime.Path))
        {
            var file = context.FileOf(runtime.Path)!;
            if (context.Machine.IsThisProgram(file))
            {
                yield return new Diagnosis(Health.Well, Name, $"{runtime.Path} is this program, {ProgramVersion.Text}");
                continue;
            }
            yield return context.Machine.Output(file, "--oi-version") is not { } output || !output.StartsWith(Prefix, StringComparison.Ordinal)
                ? new Diagnosis(Health.Unknown, Name, $"{runtime.Path} does not report its version")
                : output.Split('\n')[0][Prefix.Length..].Trim() is var version && version == ProgramVersion.Text
                    ? new Diagnosis(Health.Well, Name, $"{runtime.Path} is another file of this version, {version}")
                    : new Diagnosis(Health.Problem, Name, $"{runtime.Path} is version {version}, and this is {ProgramVersion.Text}: two versions on PATH do not recognize each other: update the older one");
        }
    }
}

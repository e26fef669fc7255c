using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether each registration finds a runtime to become that can be trusted, and not itself.</summary>
internal sealed class RuntimeCheck : ICheck
{
    public string Name => "runtime";

    public IEnumerable<Diagnosis> Look(DoctorContext context)
    {
        foreach (var (engine, runtime) in context.Registrations)
        {
            if (context.FileOf(runtime.Path) is not { } file)
            {
                continue;
            }
            var title = $"{engine.Name}: {runtime.Name}";
            if (!context.IsBinary(runtime))
            {
                // Whatever a script does, asked for a version it becomes the runtime, which prints its own.
                yield return context.Machine.Output(file, "--version") is { } output
                    ? new Diagnosis(Health.Well, Name, $"{title} becomes {FirstLine(output)}")
                    : new Diagnosis(Health.Problem, Name, $"{title}: the script {file} does not lead to a runtime: {file} --version fails");
                continue;
            }
            var (path, fault) = context.Machine.Runtime(file, runtime.Arguments);
            yield return path is null ? new Diagnosis(Health.Problem, Name, $"{title}: {fault}")
                : context.Machine.TrustFault(TrustPolicy.Program, path) is { } distrust ? new Diagnosis(Health.Problem, Name, $"{title} becomes {path}, which cannot be trusted: {distrust}")
                : new Diagnosis(Health.Well, Name, $"{title} becomes {path}");
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0];
}

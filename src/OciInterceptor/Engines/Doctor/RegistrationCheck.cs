using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether what is registered exists, can be executed, and cannot be written by other users.</summary>
internal sealed class RegistrationCheck : ICheck
{
    public string Name => "registration";

    public IEnumerable<Diagnosis> Look(DoctorContext context)
    {
        foreach (var (engine, runtime) in context.Registrations)
        {
            var fault = Fault(context, runtime.Path);
            yield return fault is null
                ? new Diagnosis(Health.Well, Name, $"{engine.Name}: {runtime.Name} is {runtime.Path}{(runtime.IsDefault ? ", the default" : "")}")
                : new Diagnosis(Health.Problem, Name, $"{engine.Name}: {runtime.Name} is {runtime.Path}, {fault} ({runtime.Source})");
        }
    }

    private static string? Fault(DoctorContext context, string path)
    {
        if (context.FileOf(path) is not { } file || context.Machine.Status(file) is not { } status)
        {
            return path.Contains('/', StringComparison.Ordinal) ? "which does not exist" : "which is not on PATH";
        }
        var directory = Path.GetDirectoryName(context.Machine.ResolveOrKeep(file))!;
        return TrustPolicy.Program.Fault(status) is { } fault ? $"which {fault}"
            : context.Machine.Status(directory) is { } parent && TrustPolicy.RuntimeDirectory.Fault(parent) is { } open ? $"whose directory {directory} {open}"
            : context.Machine.TrustFault(TrustPolicy.Program, file) is { } way ? $"which cannot be trusted: {way}"
            : null;
    }
}

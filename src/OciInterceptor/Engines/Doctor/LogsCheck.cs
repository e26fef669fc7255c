using OciInterceptor.Evidence.Recording;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether the log, the audit trail, the record and the debug output that policies ask for can be written: a call drops them silently.</summary>
internal sealed class LogsCheck : ICheck
{
    private const string Socket = "audit trail's socket";
    private const string Record = "record";

    public string Name => "logs";

    public IEnumerable<Diagnosis> Look(DoctorContext context) =>
        Policies(context).SelectMany(Places).Distinct().Select(place => Diagnose(context.Machine, place.Kind, place.File, place.Directory));

    // Policies that cannot be loaded are reported by PoliciesCheck.
    private static IEnumerable<PolicySettings> Policies(DoctorContext context)
    {
        foreach (var load in context.Registrations.Where(known => context.IsBinary(known.Runtime)).Select(known => (Func<EffectivePolicy>)(() => context.PolicyOf(known.Runtime)))
            .Prepend(() => context.Loader.Load(context.Options)))
        {
            PolicySettings? settings = null;
            try
            {
                settings = load().Settings;
            }
            catch (InterceptorException)
            {
            }
            if (settings is not null)
            {
                yield return settings;
            }
        }
    }

    private static IEnumerable<(string Kind, string? File, string Directory)> Places(PolicySettings settings)
    {
        if (settings.LogFile is { } log)
        {
            yield return ("log", log, Path.GetDirectoryName(log)!);
        }
        foreach (var target in settings.Audit ?? [])
        {
            yield return target.File is { } audit ? ("audit trail", audit, Path.GetDirectoryName(audit)!) : (Socket, target.Path, "");
        }
        if (settings.Recorder is { } recorder)
        {
            yield return (Record, null, recorder.Directory);
        }
        if (settings.WriteDebugOutput == true)
        {
            yield return ("debug output", null, settings.DebugOutputDirectory ?? "/var/log/oci-interceptor");
        }
    }

    private Diagnosis Diagnose(IMachine machine, string kind, string? file, string directory)
    {
        var place = file ?? directory;
        var fault = kind == Socket ? (machine.Status(place) is null ? "nothing is there" : null)
            : file is not null && machine.Status(file) is { } status
            ? (TrustPolicy.LogFile.Fault(status) is { } wrong ? $"it {wrong}" : null)
            : DirectoryFault(machine, directory) ?? (kind == Record && machine.Status(directory) is { } used && RecordDirectory.Fault(used) is { } unfit ? $"{directory} {unfit}" : null);
        return fault is null
            ? new Diagnosis(Health.Well, Name, $"the {kind} {place} can be written")
            : new Diagnosis(Health.Problem, Name, $"the {kind} {place} cannot be written: {fault}");
    }

    // A missing directory is created, with its parents.
    private static string? DirectoryFault(IMachine machine, string directory)
    {
        while (machine.Status(directory) is null && directory.Length > 1)
        {
            directory = Path.GetDirectoryName(directory)!;
        }
        return machine.Status(directory) is not { IsDirectory: true } ? $"{directory} is not a directory"
            : machine.CanWrite(directory) ? null
            : $"{directory} is read-only, or owned by another user";
    }
}

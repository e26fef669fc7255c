using OciInterceptor.Evidence.Recording;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether the log, the audit trail, the record and the debug output that policies ask for can be written: a call drops them silently.</summary>
internal sealed class LogsCheck : ICheck
{
    public string Name => "logs";

    public IEnumerable<Diagnosis> Look(DoctorContext context) =>
        Policies(context).SelectMany(Places).DistinctBy(static place => (place.Kind, place.Path)).Select(place => place.Fault(context.Machine) is { } fault
            ? new Diagnosis(Health.Problem, Name, $"the {place.Kind} {place.Path} cannot be written: {fault}")
            : new Diagnosis(Health.Well, Name, $"the {place.Kind} {place.Path} can be written"));

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

    private static IEnumerable<Place> Places(PolicySettings settings)
    {
        if (settings.LogFile is { } log)
        {
            yield return new Place("log", log, machine => FileFault(machine, log));
        }
        foreach (var target in settings.Audit ?? [])
        {
            yield return target.File is { } audit
                ? new Place("audit trail", audit, machine => FileFault(machine, audit))
                : new Place("audit trail's socket", target.Path, machine => machine.Status(target.Path) is null ? "it does not exist" : null);
        }
        if (settings.Recorder is { Directory: var record })
        {
            yield return new Place("record", record, machine => RecordFault(machine, record));
        }
        if (settings.WriteDebugOutput == true)
        {
            var directory = settings.DebugOutputDirectory ?? "/var/log/oci-interceptor";
            yield return new Place("debug output", directory, machine => DirectoryFault(machine, directory));
        }
    }

    private static string? FileFault(IMachine machine, string file) => machine.Status(file) is { } status
        ? TrustPolicy.LogFile.Fault(status) is { } fault ? $"it {fault}" : null
        : DirectoryFault(machine, Path.GetDirectoryName(file)!);

    private static string? RecordFault(IMachine machine, string directory) => DirectoryFault(machine, directory)
        ?? (machine.Status(directory) is { } status && RecordDirectory.Fault(status) is { } fault ? $"{directory} {fault}" : null);

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

    /// <summary>Something that a policy has calls write.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Path">Where.</param>
    /// <param name="Fault">Why a machine cannot write it; null if it can.</param>
    private sealed record Place(string Kind, string Path, Func<IMachine, string?> Fault);
}

using OciInterceptor.Engines.Doctor;
using OciInterceptor.Engines.Running;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Coverage;

/// <summary>Where the policy applies on this machine: the doors to runtimes, the running containers, and what is left of earlier installations.</summary>
internal sealed record CoverageReport(ImmutableArray<Door> Doors, ImmutableArray<SeenContainer> Containers, ImmutableArray<Leftover> Leftovers)
{
    /// <summary>What is not as it should be: a warning for each part of the machine without the policy, unknown for what could not be read.</summary>
    internal ImmutableArray<Diagnosis> Findings { get; private init; } = [];

    internal static CoverageReport Of(DoctorContext context, PolicyPaths paths)
    {
        var others = new OtherDoors(context.Machine);
        var doors = DoorList.Of(context, others);
        var running = new RunningContainers(context.Machine);
        var found = running.Find();
        var audit = new AuditedStarts(context.Machine, found);
        foreach (var file in doors.SelectMany(static door => door.AuditFiles).Distinct())
        {
            audit.Read(file);
        }
        var containers = found.Select(container => Judge(context.Machine, container, doors, audit)).ToImmutableArray();
        var leftovers = new Leftovers(context, paths);
        var report = new CoverageReport(doors, containers, leftovers.Find().ToImmutableArray());
        var faults = others.Faults.Concat(running.Faults).Concat(audit.Faults).Concat(leftovers.Faults);
        return report with { Findings = [.. report.Warnings(), .. faults.Select(fault => new Diagnosis(Health.Unknown, "coverage", fault.Message))] };
    }

    private static SeenContainer Judge(IMachine machine, RunningContainer container, ImmutableArray<Door> doors, AuditedStarts audit)
    {
        var door = doors.FirstOrDefault(one => one.Leads(container.Engine, container.Program));
        if (audit.Find(container) is var (digest, time))
        {
            // Without a door any policy in force may be meant.
            var isPresent = door?.Digest is not null ? door.Digest == digest : doors.Any(one => one.Digest == digest);
            return new SeenContainer(container) { Door = door, Digest = digest, Time = time, Policy = isPresent ? PolicyAge.Present : PolicyAge.Earlier };
        }
        var isOthers = container.Engine.Length > 0 && !InterceptorFile.Is(machine, container.Program ?? door?.Runtime.Path ?? "runc");
        return new SeenContainer(container) { Door = door, Policy = isOthers ? PolicyAge.None : PolicyAge.NotRecorded };
    }

    private IEnumerable<Diagnosis> Warnings() =>
    [
        .. Doors.Where(door => door.State is DoorState.Bypassed or DoorState.Unknown).Select(door => Warning("door", $"{door.Engine}: {door.Runtime.Name}: {door.Word}: {door.Reason}")),
        .. Containers.Where(container => container.Policy != PolicyAge.Present).Select(container => Warning("container", $"{Title(container)}: {Sentence(container.Policy)}")),
        .. Leftovers.Select(leftover => Warning("leftover", $"{leftover.Path}: {leftover.Message}")),
    ];

    /// <summary>A container as reports name it.</summary>
    internal static string Title(SeenContainer container) =>
        $"{(container.Running.Engine.Length > 0 ? container.Running.Engine : "a runtime called by hand")}: {container.Running.ShortId}"
            + (container.Door is { } door ? $" through {door.Runtime.Name}" : container.Running.Program is { } program ? $" through {program}" : "");

    /// <summary>What a container's policy means for it.</summary>
    internal static string Sentence(PolicyAge age) => age switch
    {
        PolicyAge.Present => "it has the present policy",
        PolicyAge.Earlier => "it was started under an earlier policy: restart it to apply the present one",
        PolicyAge.None => "it was started without the interceptor",
        _ => "no audit line records its start, so its policy is not known",
    };

    private static Diagnosis Warning(string check, string message) => new(Health.Warning, check, message);
}

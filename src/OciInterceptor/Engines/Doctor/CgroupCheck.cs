namespace OciInterceptor.Engines.Doctor;

/// <summary>Which version of control groups the machine has: limits and device rules depend on it.</summary>
internal sealed class CgroupCheck : ICheck
{
    public string Name => "cgroup";

    public IEnumerable<Diagnosis> Look(DoctorContext context)
    {
        var machine = context.Machine;
        bool Has(string name) => machine.Status("/sys/fs/cgroup/" + name) is not null;
        var (condition, text) = (Has("cgroup.controllers"), Has("unified/cgroup.controllers"), Has("devices")) switch
        {
            (true, _, _) => (Health.Well, "cgroup v2"),
            (_, true, true) => (Health.Well, "cgroup v1, with v2 beside it (hybrid)"),
            (_, _, true) => (Health.Well, "cgroup v1"),
            _ => (Health.Unknown, "no control groups are mounted in /sys/fs/cgroup"),
        };
        yield return new Diagnosis(condition, Name, text);
    }
}

namespace OciInterceptor.Engines.Doctor;

/// <summary>Which version of control groups the machine has: limits and device rules depend on it.</summary>
internal sealed class CgroupCheck : ICheck
{
    public string Name => "cgroup";

    public IEnumerable<Diagnosis> Look(Surroundings surroundings)
    {
        var machine = surroundings.Machine;
        bool Has(string name) => machine.Status("/sys/fs/cgroup/" + name) is not null;
        var (condition, text) = (Has("cgroup.controllers"), Has("unified/cgroup.controllers"), Has("devices")) switch
        {
            (true, _, _) => (Condition.Well, "cgroup v2"),
            (_, true, true) => (Condition.Well, "cgroup v1, with v2 beside it (hybrid)"),
            (_, _, true) => (Condition.Well, "cgroup v1"),
            _ => (Condition.Unknown, "no control groups are mounted in /sys/fs/cgroup"),
        };
        yield return new Diagnosis(condition, Name, text);
    }
}

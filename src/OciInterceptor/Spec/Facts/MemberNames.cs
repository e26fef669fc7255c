namespace OciInterceptor.Spec.Facts;

/// <summary>The names of all members that the records of the runtime specification have here.</summary>
internal static class MemberNames
{
    internal static readonly ImmutableArray<string> All =
    [
        "access", "action", "additionalGids", "allow", "ambient", "annotations", "apparmorProfile", "architectures", "args",
        "blockIO", "bounding", "burst", "capabilities", "cgroupsPath", "checkBeforeUpdate", "class", "classID", "closID",
        "consoleSize", "containerID", "cpu", "cpus", "createContainer", "createRuntime", "cwd", "deadline", "defaultAction",
        "defaultErrnoRet", "destination", "devices", "disableOOMKiller", "domain", "domainname", "effective", "enableMonitoring",
        "env", "errnoRet", "execCPUAffinity", "fileMode", "final", "flags", "gid", "gidMappings", "hard", "hcaHandles",
        "hcaObjects", "height", "hooks", "hostID", "hostname", "hugepageLimits", "idle", "index", "inheritable", "initial",
        "intelRdt", "ioPriority", "kernel", "kernelTCP", "l3CacheSchema", "leafWeight", "limit", "linux", "listenerMetadata",
        "listenerPath", "major", "maskedPaths", "memBwSchema", "memory", "memoryPolicy", "mems", "minor", "mode", "mountLabel",
        "mounts", "name", "names", "namespaces", "nanosecs", "netDevices", "network", "nice", "noNewPrivileges", "nodes",
        "ociVersion", "oomScoreAdj", "op", "options", "pageSize", "path", "period", "permitted", "personality", "pids", "policy",
        "poststart", "poststop", "prestart", "priorities", "priority", "process", "quota", "rate", "rdma", "readonly",
        "readonlyPaths", "realtimePeriod", "realtimeRuntime", "reservation", "resources", "rlimits", "root", "rootfsPropagation",
        "runtime", "scheduler", "schemata", "seccomp", "secs", "selinuxLabel", "shares", "size", "soft", "source",
        "startContainer", "swap", "swappiness", "syscalls", "sysctl", "terminal", "throttleReadBpsDevice",
        "throttleReadIOPSDevice", "throttleWriteBpsDevice", "throttleWriteIOPSDevice", "timeOffsets", "timeout", "type", "uid",
        "uidMappings", "umask", "unified", "useHierarchy", "user", "value", "valueTwo", "weight", "weightDevice", "width",
    ];

    private static readonly Dictionary<string, string> _folded = Folded();

    /// <summary>The member whose name some runtime would read in a folded name; null if the name is unknown.</summary>
    internal static string? Of(string folded) => _folded.GetValueOrDefault(folded);

    private static Dictionary<string, string> Folded()
    {
        var names = new Dictionary<string, string>(All.Length, StringComparer.Ordinal);
        foreach (var name in All)
        {
            names.Add(name.ToLowerInvariant(), name);
        }
        return names;
    }
}

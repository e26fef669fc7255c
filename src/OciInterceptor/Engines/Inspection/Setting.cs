namespace OciInterceptor.Engines.Inspection;

/// <summary>One thing that can be set for a container: a family, such as "env", and in most an item of it.</summary>
/// <param name="Family">One of the names in this type.</param>
/// <param name="Item">The item; empty where the family is one thing.</param>
internal sealed record Setting(string Family, string Item = "")
{
    internal const string User = "user";
    internal const string NoNewPrivileges = "no new privileges";
    internal const string Seccomp = "seccomp";
    internal const string Apparmor = "apparmor profile";
    internal const string SelinuxLabel = "selinux label";
    internal const string Capability = "capability";
    internal const string CapabilitySet = "capability set";
    internal const string Rlimit = "rlimit";
    internal const string OomScore = "oom score adjustment";
    internal const string ReadonlyRoot = "read-only root";
    internal const string Mount = "mount";
    internal const string MountFlags = "flags of mount";
    internal const string MountSize = "size of mount";
    internal const string Masked = "masked path";
    internal const string ReadonlyPath = "read-only path";
    internal const string Device = "device";
    internal const string Env = "env";
    internal const string Namespace = "namespace";
    internal const string Sysctl = "sysctl";
    internal const string Memory = "memory limit";
    internal const string Swap = "memory and swap limit";
    internal const string Processes = "process limit";
    internal const string CpuTime = "cpu limit";
    internal const string CpuShares = "cpu shares";
    internal const string Cpus = "cpus";

    /// <summary>The setting as reports name it.</summary>
    internal string Title => Item.Length == 0 ? Family : $"{Family} {Item}";
}

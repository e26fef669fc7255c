using OciInterceptor.Json;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Spec.Features;

/// <summary>Finds what the section "linux" asks of the runtime, where it differs from another one.</summary>
internal static class LinuxClaims
{
    private static readonly Introduced _timeNamespace = new("1.1.0", "1.2.0", "1.8.4");
    private static readonly Introduced _v1_3 = new("1.3.0", "1.4.0");
    private static readonly Introduced _memoryPolicy = _v1_3 with { Crun = "1.24" };

    internal static void Add(ClaimList claims, JsonObject linux, JsonValue? other)
    {
        foreach (var item in Part.Items(Part.Changed(linux, other, "namespaces")))
        {
            var type = Part.Find(item, "type");
            claims.AddWord("the namespace ", type, "linux.namespaces", JsonScalar.TextOf(type) == "time" ? _timeNamespace : null);
        }
        if (Part.Find(linux, "timeOffsets") is JsonObject { Members.IsEmpty: false })
        {
            claims.Add("linux.timeOffsets", "linux.namespaces", "time", _timeNamespace);
        }
        claims.AddMember(linux, "personality", "linux.personality", new Introduced("1.0.2", "1.2.0"));
        claims.AddMember(linux, "mountLabel", "linux.mountLabel", null, "linux.selinux.enabled");
        claims.AddMember(linux, "netDevices", "linux.netDevices", _v1_3, "linux.netDevices.enabled");
        if (Part.Changed(linux, other, "memoryPolicy") is { } policy)
        {
            var mode = Part.Find(policy, "mode");
            // A name that no version has did not come with one.
            if (JsonScalar.TextOf(mode) is { } name && !MemoryPolicyWords.Modes.Contains(name))
            {
                claims.Add("linux.memoryPolicy", null, null, _memoryPolicy);
                claims.AddWord("linux.memoryPolicy.mode ", mode, "linux.memoryPolicy.modes");
            }
            claims.AddWord("linux.memoryPolicy.mode ", mode, "linux.memoryPolicy.modes", _memoryPolicy);
            claims.AddWords("linux.memoryPolicy.flags ", Part.Find(policy, "flags"), "linux.memoryPolicy.flags", _memoryPolicy, MemoryPolicyWords.Flags);
        }
        if (Part.Changed(linux, other, "intelRdt") is { } rdt)
        {
            claims.Add("linux.intelRdt", "linux.intelRdt.enabled", null, new Introduced("1.0.0", null, "1.10"));
            claims.AddMember(rdt, "schemata", "linux.intelRdt.schemata", _v1_3, "linux.intelRdt.schemata");
            claims.AddMember(rdt, "enableMonitoring", "linux.intelRdt.enableMonitoring", _memoryPolicy, "linux.intelRdt.monitoring");
        }
        if (Part.Changed(linux, other, "resources") is { } resources)
        {
            claims.AddMember(Part.Find(resources, "cpu"), "burst", "linux.resources.cpu.burst", new Introduced("1.1.0", "1.2.0", "1.11"));
            claims.AddMember(resources, "rdma", "linux.resources.rdma", null, "linux.cgroup.rdma");
            claims.AddMember(resources, "unified", "linux.resources.unified", null, "linux.cgroup.v2");
        }
        if (Part.Changed(linux, other, "seccomp") is { } seccomp)
        {
            AddSeccomp(claims, seccomp);
        }
    }

    private static void AddSeccomp(ClaimList claims, JsonValue seccomp)
    {
        claims.Add("linux.seccomp", "linux.seccomp.enabled");
        AddAction(claims, Part.Find(seccomp, "defaultAction"));
        claims.AddWords("the seccomp architecture ", Part.Find(seccomp, "architectures"), "linux.seccomp.archs");
        claims.AddWords("the seccomp flag ", Part.Find(seccomp, "flags"), "linux.seccomp.supportedFlags", new Introduced("1.0.2", "1.2.0"), SeccompWords.Flags);
        foreach (var entry in Part.Items(Part.Find(seccomp, "syscalls")))
        {
            AddAction(claims, Part.Find(entry, "action"));
            foreach (var argument in Part.Items(Part.Find(entry, "args")))
            {
                claims.AddWord("the seccomp operator ", Part.Find(argument, "op"), "linux.seccomp.operators");
            }
        }
    }

    private static void AddAction(ClaimList claims, JsonValue? action) =>
        claims.AddWord("the seccomp action ", action, "linux.seccomp.actions", JsonScalar.TextOf(action) == "SCMP_ACT_NOTIFY" ? new Introduced("1.1.0", "1.1.0") : null);
}

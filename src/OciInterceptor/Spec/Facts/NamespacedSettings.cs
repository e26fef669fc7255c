using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec.Facts;

/// <summary>
/// The settings that need a namespace: without it runtimes refuse them, or they would apply to the host. Engines omit them together
/// with the namespace.
/// </summary>
internal static class NamespacedSettings
{
    internal static RuntimeSpec Without(RuntimeSpec spec, string type) => type switch
    {
        "uts" => WithoutSysctls(spec with { Hostname = null, Domainname = null }, static name => name is "kernel.domainname" or "kernel.hostname"),
        "network" => WithoutSysctls(spec, static name => name.StartsWith("net.", StringComparison.Ordinal)),
        "ipc" => WithoutSysctls(spec, IsIpc),
        "user" => WithoutSysctls(spec, static name => name.StartsWith("user.", StringComparison.Ordinal)).MapLinux(static linux => linux with { UidMappings = default, GidMappings = default }),
        "time" => spec.MapLinux(static linux => linux with { TimeOffsets = null }),
        _ => spec,
    };

    private static RuntimeSpec WithoutSysctls(RuntimeSpec spec, Func<string, bool> isGone)
    {
        if (spec.Linux?.Sysctl is not { } before)
        {
            return spec;
        }
        var after = before.Without(name => isGone(Dotted(name)));
        return ReferenceEquals(after, before) ? spec : spec.MapLinux(linux => linux with { Sysctl = after });
    }

    private static bool IsIpc(string name) =>
        name.StartsWith("fs.mqueue.", StringComparison.Ordinal) || name is "kernel.msgmax" or "kernel.msgmnb" or "kernel.msgmni"
            or "kernel.sem" or "kernel.shmall" or "kernel.shmmax" or "kernel.shmmni" or "kernel.shm_rmid_forced";

    // As in sysctl(8): if the first separator is a slash, slashes separate, and a dot is part of a name.
    private static string Dotted(string name)
    {
        var separator = name.AsSpan().IndexOfAny('.', '/');
        return separator < 0 || name[separator] == '.'
            ? name
            : string.Concat(name.Select(static c => c switch { '/' => '.', '.' => '/', _ => c }));
    }
}

using OciInterceptor.Json;

namespace OciInterceptor.Generate;

/// <summary>Makes the cgroup limits of a generated container.</summary>
internal static class ResourceGenerator
{
    private const int CpuPeriod = 100_000;

    /// <returns>Null for a rootless container without limits: it may lack a cgroup to set up.</returns>
    internal static JsonObject? Of(ContainerSettings settings)
    {
        var limits = settings.Limits;
        var isRootless = settings.Namespaces.IsRootless;
        var pids = limits.Pids ?? (isRootless ? -1 : LimitSettings.DefaultPids);
        var resources = JsonBuilder.Object(
            ("devices", isRootless ? null : Devices),
            ("memory", limits.Memory is { } memory ? JsonBuilder.Object(("limit", JsonScalar.OfNumber(memory))) : null),
            ("cpu", limits.CpuQuota is { } quota ? JsonBuilder.Object(("quota", JsonScalar.OfNumber(quota)), ("period", JsonScalar.OfNumber(CpuPeriod))) : null),
            ("pids", pids == -1 ? null : JsonBuilder.Object(("limit", JsonScalar.OfNumber(pids)))));
        return resources.Members.IsEmpty ? null : resources;
    }

    private static JsonArray Devices => JsonBuilder.List(
    [
        JsonBuilder.Object(("allow", JsonScalar.False), ("access", JsonScalar.Of("rwm"))),
        .. DefaultDevice.All.Select(device => device.Rule),
        .. DefaultDevice.Terminals.Select(device => device.Rule),
    ]);
}

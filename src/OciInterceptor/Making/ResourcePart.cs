using OciInterceptor.Json;

namespace OciInterceptor.Making;

/// <summary>The cgroup's limits of a container that is made here.</summary>
internal static class ResourcePart
{
    private const int CpuPeriod = 100_000;

    /// <returns>Null for a rootless container of which nothing is said: it may have no cgroup to set up.</returns>
    internal static JsonObject? Of(ContainerWishes wishes)
    {
        var limits = wishes.Limits;
        var isRootless = wishes.Namespaces.IsRootless;
        var pids = limits.Pids ?? (isRootless ? -1 : WantedLimits.UsualPids);
        var resources = MadeJson.Object(
            ("devices", isRootless ? null : Devices),
            ("memory", limits.Memory is { } memory ? MadeJson.Object(("limit", JsonScalar.OfNumber(memory))) : null),
            ("cpu", limits.CpuQuota is { } quota ? MadeJson.Object(("quota", JsonScalar.OfNumber(quota)), ("period", JsonScalar.OfNumber(CpuPeriod))) : null),
            ("pids", pids == -1 ? null : MadeJson.Object(("limit", JsonScalar.OfNumber(pids)))));
        return resources.Members.IsEmpty ? null : resources;
    }

    private static JsonArray Devices => MadeJson.List(
    [
        MadeJson.Object(("allow", JsonScalar.False), ("access", JsonScalar.Of("rwm"))),
        .. UsualDevice.All.Select(device => device.Rule),
        .. UsualDevice.Terminals.Select(device => device.Rule),
    ]);
}

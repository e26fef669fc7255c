using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules.Devices;

/// <summary>Moves network interfaces of the host into a container, for the rules net-devices and cdi.</summary>
internal static class NetDevicesMove
{
    /// <summary>Moves devices: the name on the host, and the name in the container; null for the same.</summary>
    /// <exception cref="InterceptorException">The container has no network namespace, or would have two interfaces of one name.</exception>
    internal static RuntimeSpec Apply(RuntimeSpec spec, ImmutableArray<KeyValuePair<string, string?>> devices) => devices.IsEmpty ? spec : spec.MapLinux(linux =>
    {
        if (linux.Namespaces.IsDefault || !linux.Namespaces.Any(own => own.Type == "network"))
        {
            throw new InterceptorException("cannot move network devices: the container has no network namespace of its own");
        }
        var before = linux.NetDevices ?? new RecordMap<LinuxNetDevice>(JsonObject.Empty, static json => new LinuxNetDevice(json));
        var after = before;
        foreach (var (host, inside) in devices)
        {
            after = after.With(host, (after[host] ?? new LinuxNetDevice(JsonObject.Empty)) with { Name = inside });
        }
        RequireDistinctNames(after);
        return linux with { NetDevices = after };
    });

    private static void RequireDistinctNames(RecordMap<LinuxNetDevice> devices)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hosts = devices.Names;
        for (var i = 0; i < hosts.Length; i++)
        {
            var inside = devices.At(i).Name is { Length: > 0 } name ? name : hosts[i];
            if (!names.Add(inside) && !InterfaceName.IsTemplate(inside))
            {
                throw new InterceptorException($"cannot move the network device {hosts[i]}: another one is named {inside} in the container");
            }
        }
    }
}

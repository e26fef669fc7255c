using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules.Devices;

/// <summary>Moves network interfaces of the host into a container, for the rules net-devices and cdi.</summary>
internal static class NetDevicesMove
{
    /// <summary>The kernel's IFNAMSIZ without the closing zero.</summary>
    private const int LongestName = 15;

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
            if (!names.Add(inside) && !IsTemplate(inside))
            {
                throw new InterceptorException($"cannot move the network device {hosts[i]}: another one is named {inside} in the container");
            }
        }
    }

    /// <summary>Whether an interface can have the name: the kernel takes no "%" in one but in a template (dev_valid_name, dev_alloc_name).</summary>
    internal static bool IsInterfaceName(string name) => IsValid(name) && !name.Contains('%', StringComparison.Ordinal);

    /// <summary>Whether an interface can be given the name, or the kernel makes one of it.</summary>
    internal static bool IsNewName(string name) => IsInterfaceName(name) || (IsValid(name) && IsTemplate(name));

    /// <summary>Whether it is a template, such as net%d, for which the kernel chooses a number that is free: two interfaces may have one.</summary>
    internal static bool IsTemplate(string name) => name.Split('%') is [_, ['d', ..]];

    private static bool IsValid(string name) =>
        name is not ("" or "." or "..")
        && Encoding.UTF8.GetByteCount(name) <= LongestName
        && !name.Any(c => c is '/' or ':' || char.IsWhiteSpace(c));
}

using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Moves network interfaces of the host into the container (config-linux.md, "Network Devices").</summary>
internal sealed record NetDevicesRule : IRule
{
    /// <summary>The kernel's IFNAMSIZ without the closing zero.</summary>
    private const int LongestName = 15;

    private static readonly ImmutableArray<Member> _device =
    [
        new("name", Shape.Text, "The interface's name in the container; without it the host's."),
    ];

    /// <summary>Names on the host, and in the container; null there for the same.</summary>
    internal ImmutableArray<KeyValuePair<string, string?>> Devices { get; init; } = [];

    internal static RuleType Type => new(
        "net-devices",
        "Moves network interfaces of the host into the container.",
        static members => new NetDevicesRule { Devices = Read(members) },
        new Member("value", new Shape.MapOf(new Shape.Record(_device)), "Interfaces by their names on the host, as in the runtime-spec.", IsRequired: true));

    public bool Grants => !Devices.IsEmpty;

    public RuntimeSpec Apply(RuntimeSpec spec) => Devices.IsEmpty ? spec : spec.MapLinux(linux =>
    {
        if (linux.Namespaces.IsDefault || !linux.Namespaces.Any(own => own.Type == "network"))
        {
            throw new InterceptorException("cannot move network devices: the container has no network namespace of its own");
        }
        var before = linux.NetDevices ?? new RecordMap<LinuxNetDevice>(JsonObject.Empty, static json => new LinuxNetDevice(json));
        var after = before;
        foreach (var (host, inside) in Devices)
        {
            after = after.With(host, (after[host] ?? new LinuxNetDevice(JsonObject.Empty)) with { Name = inside });
        }
        RequireDistinctNames(after);
        return ReferenceEquals(after, before) ? linux : linux with { NetDevices = after };
    });

    private static void RequireDistinctNames(RecordMap<LinuxNetDevice> devices)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var host in devices.Names)
        {
            var inside = devices[host]?.Name is { Length: > 0 } name ? name : host;
            if (!names.Add(inside))
            {
                throw new InterceptorException($"cannot move the network device {host}: there would be two named {inside} in the container");
            }
        }
    }

    private static ImmutableArray<KeyValuePair<string, string?>> Read(ObjectReader members)
    {
        var devices = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        var inside = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (host, value) in members.Entries("value"))
        {
            var device = new ObjectReader(value as JsonObject ?? throw value.Error($"{host} must be an object, such as {{}}"), _device, members.Host);
            var name = device.Text("name");
            foreach (var one in name is null ? [host] : new[] { host, name })
            {
                _ = IsInterfaceName(one) ? one : throw value.Error($"\"{one}\" is no name for a network interface");
            }
            devices.Add(KeyValuePair.Create(host, name));
            _ = inside.Add(name ?? host) ? name : throw value.Error($"two network devices would be named {name ?? host} in the container");
        }
        return devices.DrainToImmutable();
    }

    // What the kernel takes (dev_valid_name).
    internal static bool IsInterfaceName(string name) =>
        name is not ("" or "." or "..")
        && Encoding.UTF8.GetByteCount(name) <= LongestName
        && !name.Any(c => c is '/' or ':' || char.IsWhiteSpace(c));
}

using OciInterceptor.Json;
using OciInterceptor.Rules.Devices;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Moves network interfaces of the host into the container (config-linux.md, "Network Devices").</summary>
internal sealed record NetDevicesRule : IRule
{
    private static readonly ImmutableArray<Member> _device =
    [
        new("name", Shape.Text, "The interface's name in the container; by default its name on the host."),
    ];

    /// <summary>The name on the host, and the name in the container; null for the same.</summary>
    internal ImmutableArray<KeyValuePair<string, string?>> Devices { get; init; } = [];

    internal static RuleType Type => new(
        "net-devices",
        "Moves network interfaces of the host into the container.",
        static members => new NetDevicesRule { Devices = Read(members) },
        new Member("value", new Shape.MapOf(new Shape.Record(_device)), "Interfaces by their names on the host, as in the runtime-spec.", IsRequired: true));

    public bool Grants => !Devices.IsEmpty;

    public RuntimeSpec Apply(RuntimeSpec spec) => NetDevicesMove.Apply(spec, Devices);

    private static ImmutableArray<KeyValuePair<string, string?>> Read(ObjectReader members)
    {
        var devices = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        var inside = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (host, value) in members.Entries("value"))
        {
            var device = new ObjectReader(value as JsonObject ?? throw value.Error($"{host} must be an object, such as {{}}"), _device, members.Host);
            var name = device.Text("name");
            if ((!InterfaceName.IsOne(host) ? host : name is null || InterfaceName.IsNew(name) ? null : name) is { } wrong)
            {
                throw value.Error($"invalid network interface name \"{wrong}\"");
            }
            devices.Add(KeyValuePair.Create(host, name));
            _ = inside.Add(name ?? host) || InterfaceName.IsTemplate(name ?? host) ? name : throw value.Error($"two network devices would be named {name ?? host} in the container");
        }
        return devices.DrainToImmutable();
    }
}

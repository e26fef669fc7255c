using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Cdi;

/// <summary>Network interfaces that come with a CDI device.</summary>
internal static class CdiNetDevices
{
    private static readonly ImmutableArray<Member> _members =
    [
        new("hostInterfaceName", Shape.Text, "Its name on the host.", IsRequired: true),
        new("name", Shape.Text, "Its name in the container.", IsRequired: true),
    ];

    /// <summary>Names on the host and in the container.</summary>
    internal static ImmutableArray<KeyValuePair<string, string?>> Read(CdiVersion version, ObjectReader edits)
    {
        var devices = edits.Records("netDevices", _members).Select(device =>
        {
            var (host, inside) = (device.Text("hostInterfaceName")!, device.Text("name")!);
            return InterfaceName.IsOne(host) && InterfaceName.IsNew(inside)
                ? KeyValuePair.Create(host, (string?)inside)
                : throw device.Error("name", $"invalid network interface name \"{host}\" or \"{inside}\"");
        }).ToImmutableArray();
        version.Require("1.1.0", !devices.IsEmpty, edits, "netDevices");
        return (devices.FirstRepeated(device => device.Key) ?? devices.RemoveAll(device => InterfaceName.IsTemplate(device.Value!)).FirstRepeated(device => device.Value!)) is { } twice
            ? throw edits.Error("netDevices", $"two network devices are named {twice}")
            : devices;
    }
}

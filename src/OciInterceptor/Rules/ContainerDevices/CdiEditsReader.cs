using OciInterceptor.Json;
using OciInterceptor.Policy.Reading;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.ContainerDevices;

/// <summary>Reads the containerEdits of a spec file.</summary>
internal static class CdiEditsReader
{
    private static readonly ImmutableArray<Member> _edits =
    [
        new("env", Shape.Texts, "NAME=value each."),
        new("deviceNodes", new Shape.ListOf(new Shape.Record(CdiDeviceNode.Members)), "Device nodes."),
        new("netDevices", Shape.Any, "Network interfaces."),
        new("mounts", Shape.Any, "Mounts."),
        new("hooks", new Shape.ListOf(new Shape.Record(CdiHook.Members)), "Hooks."),
        new("intelRdt", Shape.AnyObject, "Cache and memory bandwidth."),
        new("additionalGids", Shape.Any, "Groups of the process."),
        // So it is spelled in one place of the specification; the reference takes both.
        new("additionalGIDs", Shape.Any, "Groups of the process."),
    ];

    private static readonly ImmutableArray<Member> _mount =
    [
        new("hostPath", Shape.Text, "The source.", IsRequired: true),
        new("containerPath", Shape.Text, "The destination.", IsRequired: true),
        new("type", Shape.Text, "The file system."),
        new("options", Shape.Texts, "Mount options."),
    ];

    private static readonly ImmutableArray<Member> _netDevice =
    [
        new("hostInterfaceName", Shape.Text, "Its name on the host.", IsRequired: true),
        new("name", Shape.Text, "Its name in the container.", IsRequired: true),
    ];

    private static readonly ImmutableArray<Member> _intelRdt =
    [
        new("closID", Shape.Text, "The class of service."),
        new("schemata", Shape.Texts, "Lines for the schemata file."),
        new("l3CacheSchema", Shape.Text, "The L3 cache's bit masks."),
        new("memBwSchema", Shape.Text, "Memory bandwidth."),
        new("enableCMT", Shape.Flag, "Cache monitoring."),
        new("enableMBM", Shape.Flag, "Memory bandwidth monitoring."),
        new("enableMonitoring", Shape.Flag, "A monitoring group."),
    ];

    /// <summary>The containerEdits of a file or of a device; empty where there are none.</summary>
    internal static CdiEdits Read(CdiVersion version, Members owner) => owner.Record("containerEdits", _edits) is not { } edits
        ? CdiEdits.None
        : new CdiEdits
        {
            Env = Env(edits, "env").Select(Variable).ToImmutableArray(),
            DeviceNodes = edits.Records("deviceNodes", CdiDeviceNode.Members).Select(node => CdiDeviceNode.Read(version, node)).ToImmutableArray(),
            NetDevices = ReadNetDevices(version, edits),
            Mounts = edits.Records("mounts", _mount).Select(mount => ReadMount(version, mount)).ToImmutableArray(),
            Hooks = edits.Records("hooks", CdiHook.Members).Select(CdiHook.Read).ToImmutableArray(),
            IntelRdt = edits.Record("intelRdt", _intelRdt) is { } rdt ? ReadIntelRdt(version, edits, rdt) : null,
            AdditionalGids = ReadGids(version, edits, "additionalGids").AddRange(ReadGids(version, edits, "additionalGIDs")),
        };

    /// <summary>Entries of an environment.</summary>
    internal static ImmutableArray<string> Env(Members members, string name)
    {
        foreach (var entry in members.Texts(name))
        {
            if (entry.IndexOf('=', StringComparison.Ordinal) <= 0 || entry.Contains('\0', StringComparison.Ordinal))
            {
                throw members.Error(name, $"\"{entry}\" is not NAME=value");
            }
        }
        return members.Texts(name);
    }

    private static EnvironmentVariable Variable(string entry)
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        return new EnvironmentVariable(entry[..equals], entry[(equals + 1)..]);
    }

    private static Mount ReadMount(CdiVersion version, Members members)
    {
        var (source, type) = (members.Text("hostPath"), members.Text("type"));
        version.Require("0.4.0", !string.IsNullOrEmpty(type), members, "type");
        if (source is not { Length: > 0 })
        {
            throw members.Error("hostPath", "hostPath must not be empty");
        }
        // In the order of the runtime specification's own type.
        return new Mount(JsonObject.Empty) with
        {
            Destination = PolicyPath.InContainer(members, "containerPath", members.Text("containerPath")!),
            Type = type is "" ? null : type,
            Source = source,
            Options = members.Texts("options") is { IsEmpty: false } options ? options : default,
        };
    }

    private static ImmutableArray<KeyValuePair<string, string?>> ReadNetDevices(CdiVersion version, Members edits)
    {
        var devices = edits.Records("netDevices", _netDevice).Select(device =>
        {
            var (host, inside) = (device.Text("hostInterfaceName")!, device.Text("name")!);
            return NetworkDevices.IsInterfaceName(host) && NetworkDevices.IsInterfaceName(inside)
                ? KeyValuePair.Create(host, (string?)inside)
                : throw device.Error("name", $"\"{host}\" or \"{inside}\" is no name for a network interface");
        }).ToImmutableArray();
        version.Require("1.1.0", !devices.IsEmpty, edits, "netDevices");
        return (devices.FirstRepeated(device => device.Key) ?? devices.FirstRepeated(device => device.Value!)) is { } twice
            ? throw edits.Error("netDevices", $"two network devices are called {twice}")
            : devices;
    }

    private static JsonObject ReadIntelRdt(CdiVersion version, Members edits, Members rdt)
    {
        version.Require("0.7.0", true, edits, "intelRdt");
        version.Require("1.1.0", rdt.Has("schemata"), rdt, "schemata");
        version.Require("1.1.0", rdt.Flag("enableMonitoring"), rdt, "enableMonitoring");
        version.RequireBefore("1.1.0", rdt.Flag("enableCMT"), rdt, "enableCMT");
        version.RequireBefore("1.1.0", rdt.Flag("enableMBM"), rdt, "enableMBM");
        var closId = rdt.Text("closID");
        if (closId is "." or ".." || (closId != "/" && closId?.AsSpan().ContainsAny("/\n\0") == true))
        {
            throw rdt.Error("closID", "closID must be the name of a directory, or \"/\"");
        }
        return MadeJson.Object(
            ("closID", Said(closId)),
            ("schemata", rdt.Texts("schemata") is { IsEmpty: false } lines ? MadeJson.Texts(lines) : null),
            ("l3CacheSchema", Said(rdt.Text("l3CacheSchema"))),
            ("memBwSchema", Said(rdt.Text("memBwSchema"))),
            ("enableCMT", Said(rdt.Flag("enableCMT"))),
            ("enableMBM", Said(rdt.Flag("enableMBM"))),
            ("enableMonitoring", Said(rdt.Flag("enableMonitoring"))));
    }

    private static JsonScalar? Said(string? text) => text is "" ? null : MadeJson.Text(text);

    private static JsonScalar? Said(bool flag) => flag ? JsonScalar.True : null;

    // 0 says nothing, and the reference takes it so.
    private static ImmutableArray<uint> ReadGids(CdiVersion version, Members edits, string name)
    {
        var gids = ImmutableArray.CreateBuilder<uint>();
        foreach (var item in edits.Items(name))
        {
            gids.Add(item is JsonScalar { Kind: JsonKind.Number } number ? number.AsNumber<uint>("additionalGids"u8) : throw item.Error($"{name} must be a list of group IDs"));
        }
        version.Require("0.7.0", gids.Count > 0, edits, name);
        return gids.DrainToImmutable().RemoveAll(static gid => gid == 0);
    }
}

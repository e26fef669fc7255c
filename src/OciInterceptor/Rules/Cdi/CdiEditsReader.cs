using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Cdi;

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
        // The specification has this spelling once; the reference implementation takes both.
        new("additionalGIDs", Shape.Any, "Groups of the process."),
    ];

    /// <summary>The containerEdits of a file or of a device; empty if absent.</summary>
    internal static CdiEdits Read(CdiVersion version, ObjectReader owner) => owner.Record("containerEdits", _edits) is not { } edits
        ? CdiEdits.None
        : new CdiEdits
        {
            Env = CdiEnvironment.Read(edits, "env").Select(Variable).ToImmutableArray(),
            DeviceNodes = edits.Records("deviceNodes", CdiDeviceNode.Members).Select(node => CdiDeviceNode.Read(version, node)).ToImmutableArray(),
            NetDevices = CdiNetDevices.Read(version, edits),
            Mounts = edits.Records("mounts", CdiMounts.Members).Select(mount => CdiMounts.Read(version, mount)).ToImmutableArray(),
            Hooks = edits.Records("hooks", CdiHook.Members).Select(CdiHook.Read).ToImmutableArray(),
            IntelRdt = edits.Record("intelRdt", CdiIntelRdt.Members) is { } rdt ? CdiIntelRdt.Read(version, edits, rdt) : null,
            AdditionalGids = ReadGids(version, edits, "additionalGids").AddRange(ReadGids(version, edits, "additionalGIDs")),
        };

    private static EnvironmentVariable Variable(string entry)
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        return new EnvironmentVariable(entry[..equals], entry[(equals + 1)..]);
    }

    private static ImmutableArray<uint> ReadGids(CdiVersion version, ObjectReader edits, string name)
    {
        var gids = ImmutableArray.CreateBuilder<uint>();
        foreach (var item in edits.Items(name))
        {
            gids.Add(item is JsonScalar { Kind: JsonKind.Number } number ? number.AsNumber<uint>("additionalGids"u8) : throw item.Error($"{name} must be a list of group IDs"));
        }
        version.Require("0.7.0", gids.Count > 0, edits, name);
        return gids.DrainToImmutable();
    }
}

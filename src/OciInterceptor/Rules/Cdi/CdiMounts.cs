using OciInterceptor.Json;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Cdi;

/// <summary>Mounts that come with a CDI device.</summary>
internal static class CdiMounts
{
    internal static readonly ImmutableArray<Member> Members =
    [
        new("hostPath", Shape.Text, "The source.", IsRequired: true),
        new("containerPath", Shape.Text, "The destination.", IsRequired: true),
        new("type", Shape.Text, "The file system."),
        new("options", Shape.Texts, "Mount options."),
    ];

    internal static Mount Read(CdiVersion version, ObjectReader members)
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

    /// <summary>Adds mounts, replacing those with the same destination, and sorts all mounts by depth.</summary>
    internal static RuntimeSpec AddTo(RuntimeSpec spec, ImmutableArray<Mount> added)
    {
        if (added.IsEmpty)
        {
            return spec;
        }
        var mounts = spec.Mounts.IsDefault ? [] : spec.Mounts;
        foreach (var mount in added)
        {
            mounts = mounts.RemoveAll(other => ContainerPath.Clean(other.Destination) == mount.Destination).Add(mount);
        }
        return spec with { Mounts = ByDepth(mounts) };
    }

    // Mounts of the same depth keep their order.
    private static ImmutableArray<Mount> ByDepth(ImmutableArray<Mount> mounts)
    {
        var places = new (int Depth, int Index)[mounts.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = (Depth(mounts[i]), i);
        }
        Array.Sort(places, static (a, b) => a.Depth != b.Depth ? a.Depth.CompareTo(b.Depth) : a.Index.CompareTo(b.Index));
        var sorted = ImmutableArray.CreateBuilder<Mount>(mounts.Length);
        foreach (var (_, index) in places)
        {
            sorted.Add(mounts[index]);
        }
        return sorted.DrainToImmutable();
    }

    private static int Depth(Mount mount)
    {
        var slashes = 0;
        foreach (var c in ContainerPath.Clean(mount.Destination) ?? "")
        {
            slashes += c == '/' ? 1 : 0;
        }
        return slashes;
    }
}

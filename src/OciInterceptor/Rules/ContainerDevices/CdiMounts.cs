using OciInterceptor.Spec;

namespace OciInterceptor.Rules.ContainerDevices;

/// <summary>Adds mounts in the place of those with the same destination, and puts all mounts in the order of their depth.</summary>
internal static class CdiMounts
{
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

    // Of the same depth, in the order they had.
    private static ImmutableArray<Mount> ByDepth(ImmutableArray<Mount> mounts)
    {
        var sorted = ImmutableArray.CreateBuilder<Mount>(mounts.Length);
        for (var depth = 0; sorted.Count < mounts.Length; depth++)
        {
            foreach (var mount in mounts)
            {
                if (Depth(mount) == depth)
                {
                    sorted.Add(mount);
                }
            }
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

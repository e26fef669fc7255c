using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Paths;

/// <summary>Paths as written in a policy.</summary>
internal static class PolicyPath
{
    /// <summary>A path in the container: absolute, cleaned, below the root.</summary>
    internal static string InContainer(ObjectReader members, string name, string path)
    {
        var clean = ContainerPath.Clean(OnHost(members, name, path))!;
        return clean != "/" ? clean : throw members.Error(name, path, $"\"{path}\" must be below the container's root");
    }

    /// <summary>A path of the host: absolute, as written.</summary>
    internal static string OnHost(ObjectReader members, string name, string path) =>
        path.StartsWith('/') && !path.Contains('\0', StringComparison.Ordinal)
            ? path
            : throw members.Error(name, path, $"\"{path}\" must be an absolute path");
}

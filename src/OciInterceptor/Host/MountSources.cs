using OciInterceptor.Messages;

namespace OciInterceptor.Host;

/// <summary>The names of what a mount shows.</summary>
internal static class MountSources
{
    /// <summary>The real path of a source, followed by the mounts below it that are shown with it.</summary>
    /// <exception cref="InterceptorException">The source cannot be resolved.</exception>
    internal static ImmutableArray<string> RealPathsOf(HostSource source, IHost host)
    {
        var real = host.Resolve(source.Path);
        return source.IsRecursive ? host.MountsBelow(real).Insert(0, real) : [real];
    }

    /// <summary>Every name of what a source shows at its top and at each mount below.</summary>
    /// <inheritdoc cref="RealPathsOf"/>
    internal static ImmutableArray<string> AllNamesOf(HostSource source, IHost host)
    {
        var names = HostPath.NamesOf(source.Path, host);
        foreach (var path in RealPathsOf(source, host))
        {
            names = names.Add(path).AddRange(host.Backing(path).Names);
        }
        return names;
    }
}

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

    /// <summary>Why nobody can tell what a source shows, whatever others do meanwhile; null when it is clear.</summary>
    /// <param name="source">The source.</param>
    /// <param name="host">The machine.</param>
    /// <param name="isStrict">Whether nobody else than root and the effective user may be able to change where it leads.</param>
    /// <exception cref="InterceptorException">The source cannot be resolved.</exception>
    internal static string? DoubtOf(HostSource source, IHost host, bool isStrict)
    {
        if (source.Doubt is { } doubt)
        {
            return doubt;
        }
        var walk = host.Walk(source.Path);
        return walk.ProcessLink is { } link ? $"{link} is a different file in each process"
            : isStrict && walk.Replaceable is { } directory ? $"users other than root can change what is in {directory}"
            : RealPathsOf(source, host).Select(path => host.Backing(path).Doubt).FirstOrDefault(found => found is not null);
    }
}

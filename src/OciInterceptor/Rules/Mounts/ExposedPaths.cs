using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Mounts;

/// <summary>Host paths that a policy names, to be found in what mounts show: under any name, behind links, and in a directory above.</summary>
internal sealed class ExposedPaths
{
    private readonly IHost _host;
    private readonly ImmutableArray<string> _names = [];
    private readonly ImmutableArray<Glob> _patterns;

    /// <param name="paths">Absolute paths and globs.</param>
    /// <param name="host">The machine.</param>
    /// <exception cref="InterceptorException">One of the paths cannot be resolved.</exception>
    internal ExposedPaths(ImmutableArray<string> paths, IHost host)
    {
        _host = host;
        foreach (var path in paths)
        {
            _names = _names.AddRange(HostPath.AllNamesOf(path, host, isOperators: true));
        }
        _patterns = _names.Map(static path => new Glob(path, IsForPaths: true));
    }

    /// <summary>Whether a source is one of the paths, is above one of them, or matches a glob, under any of its names.</summary>
    /// <exception cref="InterceptorException">The source cannot be resolved.</exception>
    internal bool AreShownBy(HostSource source)
    {
        var names = MountSources.AllNamesOf(source, _host);
        return AreIn(names) || Match(names.Add(source.Path));
    }

    /// <summary>Whether one of the names is one of the paths, or a directory above one.</summary>
    internal bool AreIn(ImmutableArray<string> names) => _names.Any(path => names.Any(name => HostPath.Contains(name, path)));

    /// <summary>Whether a glob matches one of the names.</summary>
    internal bool Match(ImmutableArray<string> names) => names.Any(name => _patterns.Any(pattern => pattern.Matches(name)));
}

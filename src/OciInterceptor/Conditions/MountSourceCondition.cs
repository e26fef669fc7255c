using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>
/// Holds when a mount, or the root file system, exposes one of the named host paths: by its own name, through
/// symbolic links, through a directory that contains it, or through another mount of the same directory.
/// </summary>
/// <param name="Paths">Absolute host paths; a glob matches any name of a source.</param>
internal sealed record MountSourceCondition(ImmutableArray<string> Paths) : ICondition
{
    internal static ConditionType Type => new(
        "mountSource",
        Controller.EngineUser,
        new Shape.Filled(Shape.Texts),
        "Host paths: holds when a mount or the root file system exposes one of them, by any name, link or parent.",
        static (when, name) => new MountSourceCondition(PathPattern.Read(when, name)))
    {
        NeedsConfiguration = true,
    };

    /// <exception cref="InterceptorException">A source cannot be resolved.</exception>
    public string? WhyNot(Subject subject)
    {
        var host = subject.Host;
        ImmutableArray<string> wanted = [];
        foreach (var path in Paths)
        {
            wanted = wanted.AddRange(HostPath.AllNamesOf(path, host, isOperators: true));
        }
        var patterns = wanted.Map(static path => new Glob(path, IsForPaths: true));
        return MountFacts.HostSources(subject.Spec).Any(source => IsExposedBy(source)) || (subject.Spec?.Root?.Path is { } root && IsExposedByRoot(root))
            ? null
            : $"no mount exposes {string.Join(" or ", Paths.AsSpan()!)}";

        bool IsExposedBy(string source)
        {
            var names = HostPath.AllNamesOf(source, host);
            return wanted.Any(path => names.Any(name => HostPath.Contains(name, path))) || IsMatchedBy(names.Add(source));
        }

        // A glob for an engine's directories does not match the root that the engine made there for the container: neither
        // one in the bundle, nor the layers of an overlay.
        bool IsExposedByRoot(string source)
        {
            var bundle = host.Resolve(".");
            return wanted.Any(path => HostPath.AllNamesOf(source, host).Any(name => HostPath.Contains(name, path)))
                || IsMatchedBy(HostPath.NamesOf(source, host).RemoveAll(name => bundle != "/" && HostPath.Contains(bundle, name)));
        }

        bool IsMatchedBy(ImmutableArray<string> names) => names.Any(name => patterns.Any(pattern => pattern.Matches(name)));
    }
}

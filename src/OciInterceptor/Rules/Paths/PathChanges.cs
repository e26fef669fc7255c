using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Paths;

/// <summary>Paths to put on a list and to take off it: for those that a runtime masks or makes read-only.</summary>
/// <param name="Added">Clean paths. One that is to be removed as well stays.</param>
/// <param name="Removed">Paths that match go.</param>
internal sealed record PathChanges(ImmutableArray<string> Added, ImmutableArray<Glob> Removed)
{
    internal static readonly ImmutableArray<Member> Members =
    [
        new("add", Shape.Texts, "Paths in the container to put on the list."),
        new("remove", Shape.Texts, "Globs for paths to take off the list."),
    ];

    internal static PathChanges Read(ObjectReader members) => new(
        members.Texts("add").Map(path => PolicyPath.InContainer(members, "add", path)).Distinct(),
        members.Globs("remove", forPaths: true));

    /// <summary>The list as it is to be; the same one when nothing changes.</summary>
    /// <exception cref="InterceptorException">A path would be added where runtimes cannot: they do it by mounting.</exception>
    internal ImmutableArray<string> Of(ImmutableArray<string> before, LinuxSection linux)
    {
        var paths = before.IsDefault ? [] : before.RemoveAll(IsRemoved);
        var missing = Added.RemoveAll(path => paths.Any(known => ContainerPath.Clean(known) == path));
        if (!missing.IsEmpty && !HasMountNamespace(linux))
        {
            throw new InterceptorException($"the container has no mount namespace of its own: {string.Join(", ", missing)} would be changed for the host");
        }
        return before.IsDefault && missing.IsEmpty ? before : paths.AddRange(missing);
    }

    private bool IsRemoved(string path)
    {
        var clean = ContainerPath.Clean(path)!;
        return Removed.Any(pattern => pattern.Matches(clean)) && !Added.Contains(clean);
    }

    private static bool HasMountNamespace(LinuxSection linux) =>
        !linux.Namespaces.IsDefault && linux.Namespaces.Any(known => known.Type == "mount");
}

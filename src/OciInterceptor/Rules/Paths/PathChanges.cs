using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Paths;

/// <summary>Paths to add to and to remove from a list, for those that a runtime masks or makes read-only.</summary>
/// <param name="Added">Clean paths. A path that is also to be removed stays.</param>
/// <param name="Removed">Globs for paths to remove.</param>
internal sealed record PathChanges(ImmutableArray<string> Added, ImmutableArray<Glob> Removed)
{
    internal static readonly ImmutableArray<Member> Members =
    [
        new("add", Shape.Texts, "Absolute paths in the container to add to the list."),
        new("remove", Shape.Texts, "Globs for paths to remove from the list."),
    ];

    internal static PathChanges Read(ObjectReader members) => new(
        members.Texts("add").Map(path => PolicyPath.InContainer(members, "add", path)).Distinct(),
        members.Globs("remove", forPaths: true));

    /// <summary>The changed list; the same instance if nothing changes.</summary>
    /// <exception cref="InterceptorException">A path would be added to a container without a mount namespace.</exception>
    internal ImmutableArray<string> Of(ImmutableArray<string> before, LinuxSection linux)
    {
        var paths = before.IsDefault ? [] : before.RemoveAll(IsRemoved);
        var missing = Added.RemoveAll(path => paths.Any(known => ContainerPath.Clean(known) == path));
        if (!missing.IsEmpty && !HasMountNamespace(linux))
        {
            throw new InterceptorException($"cannot add {string.Join(", ", missing)}: the container has no mount namespace of its own, so the host would change");
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

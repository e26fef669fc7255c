using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>Which namespaces a container gets: its own of every type but user, unless others are chosen.</summary>
internal sealed record NamespaceSettings
{
    internal static readonly ImmutableArray<string> Types = ["pid", "network", "ipc", "uts", "mount", "cgroup", "user", "time"];

    private static readonly ImmutableArray<string> _defaults = ["pid", "network", "ipc", "uts", "mount", "cgroup"];

    /// <summary>Types to make, or with a path to join; each type once.</summary>
    internal ImmutableArray<(string Type, string? Path)> Chosen { get; init; } = [];

    /// <summary>Types that the container shares with the runtime's caller.</summary>
    internal ImmutableArray<string> Shared { get; init; } = [];

    internal ImmutableArray<IdRange> UserIds { get; init; } = [];

    internal ImmutableArray<IdRange> GroupIds { get; init; } = [];

    /// <summary>Whether the container is for a caller who is not root: that user is the container's root, and no cgroups are set up.</summary>
    internal bool IsRootless { get; init; }

    internal bool HasUser => IsRootless || !UserIds.IsEmpty || Chosen.Any(chosen => chosen.Type == "user");

    /// <summary>All of them in order, each with the path of the one to join or null for a new one.</summary>
    internal IEnumerable<(string Type, string? Path)> All =>
        Types.Where(Has).Select(type => (type, Chosen.FirstOrDefault(chosen => chosen.Type == type).Path));

    internal bool Has(string type) =>
        Chosen.Any(chosen => chosen.Type == type)
        || (type == "user" ? HasUser : _defaults.Contains(type) && !Shared.Contains(type) && !(IsRootless && type == "network"));

    /// <summary>Whether the container has a private namespace of this type.</summary>
    internal bool HasNew(string type) => All.Any(known => known.Type == type && known.Path is null);

    /// <summary>Whether an ID in the container is mapped to one on the host.</summary>
    internal static bool Maps(ImmutableArray<IdRange> ranges, uint id) => ranges.Any(range => range.HostIdOf(id) is not null);

    /// <exception cref="InterceptorException">No runtime could make these namespaces.</exception>
    internal void Check()
    {
        if (!Has("mount"))
        {
            throw new InterceptorException("a container needs a mount namespace of its own");
        }
        if (Shared.FirstOrDefault(type => !_defaults.Contains(type)) is { } shared)
        {
            throw new InterceptorException($"the {shared} namespace is the host's already, unless --namespace asks for another");
        }
        if (Chosen.FirstOrDefault(chosen => Shared.Contains(chosen.Type)).Type is { } both)
        {
            throw new InterceptorException($"the {both} namespace cannot be both the container's own and shared");
        }
        if (HasNew("user") && (UserIds.IsEmpty || GroupIds.IsEmpty))
        {
            throw new InterceptorException("a new user namespace needs mappings of users and of groups: --uid-map and --gid-map");
        }
        if (HasUser && !Has("pid"))
        {
            throw new InterceptorException("a user namespace needs a pid namespace: /proc cannot be mounted without one");
        }
    }
}

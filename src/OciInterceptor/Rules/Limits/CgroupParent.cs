using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Limits;

/// <summary>The cgroup above a container's: its own name, which is mostly the container's ID, stays.</summary>
/// <param name="Path">A path below the root of the cgroups, such as "/batch"; or a slice of systemd's, such as "batch.slice".</param>
internal sealed record CgroupParent(string Path)
{
    private const string SliceEnd = ".slice";

    // Of the name of a unit (systemd.unit(5)).
    private const int LongestUnit = 255;

    internal static readonly ImmutableArray<Member> Members =
    [
        new("parent", Shape.Text, "The cgroup above: an absolute path such as \"/batch\", or with the systemd driver a slice such as \"batch.slice\".", IsRequired: true),
    ];

    private bool IsSlice => !Path.StartsWith('/');

    /// <exception cref="InterceptorException">It is neither a path nor a slice.</exception>
    internal static CgroupParent Read(ObjectReader members)
    {
        var text = members.Text("parent")!;
        return text.StartsWith('/') && ContainerPath.Clean(text) is { } path and not "/" && !path.AsSpan().ContainsAny('\0', '\n') ? new CgroupParent(path)
            : IsSliceName(text) ? new CgroupParent(text)
            : throw members.Error("parent", $"invalid parent \"{text}\": want an absolute path below the root of the cgroups, or a slice such as batch{SliceEnd}");
    }

    // Dashes separate the slices on the way (systemd.slice(5)). A name that begins with a dot systemd gives to another directory (cg_escape).
    private static bool IsSliceName(string text) =>
        text.EndsWith(SliceEnd, StringComparison.Ordinal) && text.Length > SliceEnd.Length && text.Length <= LongestUnit && text[0] != '.'
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && !text[..^SliceEnd.Length].Split('-').Contains("");

    /// <summary>The path of the container's cgroup below this one.</summary>
    /// <exception cref="InterceptorException">The container has none with a name to keep, or one of the other driver.</exception>
    internal string Above(string? cgroup)
    {
        if (cgroup?.Split(':') is [_, var prefix, { Length: > 0 } name])
        {
            return IsSlice ? $"{Path}:{prefix}:{name}"
                : throw new InterceptorException($"the container's cgroup {cgroup} is one of the systemd driver: its parent must be a slice, not {Path}");
        }
        var own = cgroup is { Length: > 0 } ? ContainerPath.Clean($"/{cgroup}")! : "/";
        return own == "/" ? throw new InterceptorException("the configuration does not name a cgroup, whose own name would be kept")
            : IsSlice ? throw new InterceptorException($"the container's cgroup {cgroup} is one of the cgroupfs driver: its parent must be a path, not {Path}")
            : Path + own[own.LastIndexOf('/')..];
    }
}

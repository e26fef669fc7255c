using OciInterceptor.Json;

namespace OciInterceptor.Generate;

/// <summary>A mount of a generated container.</summary>
/// <param name="Destination">A clean absolute path.</param>
/// <param name="Type">The file system; "bind" for a path of the host.</param>
/// <param name="Source">The host's path, or any word.</param>
/// <param name="Options">Its options; "bind" is added to those of a bind mount.</param>
internal sealed record MountSetting(string Destination, string Type, string Source, ImmutableArray<string> Options)
{
    internal static MountSetting Bind(string source, string destination, params ReadOnlySpan<string> options) =>
        new(destination, "bind", source, ImmutableArray.Create(options));

    internal static MountSetting Tmpfs(string destination, string size, params ReadOnlySpan<string> options) =>
        new(destination, "tmpfs", "tmpfs", ImmutableArray.Create(["nosuid", "nodev", "noexec", .. options, $"size={size}"]));

    /// <param name="isRecursive">
    /// Whether a bind includes the mounts below its source. It has to in a user namespace of its own, where the
    /// kernel uncovers nothing (mount_namespaces(7)); elsewhere it does not, as "ro" applies to that one mount only.
    /// </param>
    internal JsonObject Json(bool isRecursive) => JsonBuilder.Object(
        ("destination", JsonScalar.Of(Destination)),
        ("type", JsonScalar.Of(Type)),
        ("source", JsonScalar.Of(Source)),
        ("options", JsonBuilder.Texts(Type == "bind" ? [isRecursive ? "rbind" : "bind", "rprivate", .. Options] : Options)));
}

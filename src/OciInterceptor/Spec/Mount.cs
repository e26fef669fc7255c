using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A mount beyond the root (config.md, "Mounts").</summary>
internal sealed record Mount(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Where it is mounted: a path inside the container.</summary>
    internal string? Destination { get => GetText("destination"u8); init => Set("destination"u8, value); }

    /// <summary>The file system, as in /proc/filesystems, or "bind".</summary>
    internal string? Type { get => GetText("type"u8); init => Set("type"u8, value); }

    /// <summary>A device, or the host's path for a bind mount (relative to the bundle).</summary>
    internal string? Source { get => GetText("source"u8); init => Set("source"u8, value); }

    /// <summary>Mount options as of fstab(5), with the specification's own: ro, rro, idmap …</summary>
    internal ImmutableArray<string> Options { get => GetTexts("options"u8); init => SetTexts("options"u8, value); }

    /// <summary>User IDs as the mount shows them; the file system must support it.</summary>
    internal ImmutableArray<LinuxIdMapping> UidMappings { get => GetRecords("uidMappings"u8, static json => new LinuxIdMapping(json)); init => SetRecords("uidMappings"u8, value); }

    /// <summary>Group IDs as the mount shows them; given together with the user IDs.</summary>
    internal ImmutableArray<LinuxIdMapping> GidMappings { get => GetRecords("gidMappings"u8, static json => new LinuxIdMapping(json)); init => SetRecords("gidMappings"u8, value); }
}

using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A range of user or group IDs (config-linux.md, "User namespace mappings").</summary>
internal sealed record LinuxIdMapping(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The first ID inside the container; of a mount, the first one on the file system.</summary>
    internal uint? ContainerId { get => GetNumber<uint>("containerID"u8); init => SetNumber("containerID"u8, value); }

    /// <summary>The ID on the host that it is mapped to; of a mount, the one that the mount shows.</summary>
    internal uint? HostId { get => GetNumber<uint>("hostID"u8); init => SetNumber("hostID"u8, value); }

    /// <summary>The number of IDs in the range.</summary>
    internal uint? Size { get => GetNumber<uint>("size"u8); init => SetNumber("size"u8, value); }
}

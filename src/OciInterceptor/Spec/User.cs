using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>Who the process runs as (config.md, "POSIX-platform User").</summary>
internal sealed record User(JsonObject Json) : SpecObject(Json)
{
    /// <summary>User ID inside the container.</summary>
    internal uint? Uid { get => GetNumber<uint>("uid"u8); init => SetNumber("uid"u8, value); }

    /// <summary>Group ID inside the container.</summary>
    internal uint? Gid { get => GetNumber<uint>("gid"u8); init => SetNumber("gid"u8, value); }

    /// <summary>The mode bits that are cleared in new files.</summary>
    internal uint? Umask { get => GetNumber<uint>("umask"u8); init => SetNumber("umask"u8, value); }

    /// <summary>Supplementary group IDs inside the container.</summary>
    internal ImmutableArray<uint> AdditionalGids { get => GetNumbers("additionalGids"u8); init => SetNumbers("additionalGids"u8, value); }
}

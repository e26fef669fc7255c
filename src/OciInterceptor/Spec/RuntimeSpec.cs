using System.Collections.Immutable;
using OciInterceptor.Json;

namespace OciInterceptor.Spec;

/// <summary>A container's whole configuration, config.json (runtime-spec config.md, 1.3).</summary>
internal sealed record RuntimeSpec(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The container's host name as its process sees it. Chosen by whoever made the container.</summary>
    internal string? Hostname { get => GetText("hostname"u8); init => Set("hostname"u8, value); }

    internal Process? Process { get => GetRecord("process"u8, static json => new Process(json)); init => SetRecord("process"u8, value); }

    /// <summary>Mounts beyond the root, in the order they are made.</summary>
    internal ImmutableArray<Mount> Mounts { get => GetRecords("mounts"u8, static json => new Mount(json)); init => SetRecords("mounts"u8, value); }
}

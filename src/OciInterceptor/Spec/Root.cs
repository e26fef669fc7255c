using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The container's root file system (config.md, "Root").</summary>
internal sealed record Root(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The host's path, absolute or relative to the bundle.</summary>
    internal string? Path { get => GetText("path"u8); init => Set("path"u8, value); }

    /// <summary>Whether the container may not write to it.</summary>
    internal bool? Readonly { get => GetBool("readonly"u8); init => Set("readonly"u8, value); }
}

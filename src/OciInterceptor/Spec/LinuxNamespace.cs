using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A namespace to make or to join (config-linux.md, "Namespaces").</summary>
internal sealed record LinuxNamespace(JsonObject Json) : SpecObject(Json)
{
    /// <summary>pid, network, mount, ipc, uts, user, cgroup or time.</summary>
    internal string? Type { get => GetText("type"u8); init => Set("type"u8, value); }

    /// <summary>The host's file of the namespace to join; without it a new one is made.</summary>
    internal string? Path { get => GetText("path"u8); init => Set("path"u8, value); }
}

using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A network interface moved into the container (config-linux.md, "Network Devices").</summary>
internal sealed record LinuxNetDevice(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Its name there; without it the host's.</summary>
    internal string? Name { get => GetText("name"u8); init => Set("name"u8, value); }
}

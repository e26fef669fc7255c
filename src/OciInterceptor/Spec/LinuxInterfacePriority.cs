using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The priority of traffic on an interface (config-linux.md, "Network", priorities).</summary>
internal sealed record LinuxInterfacePriority(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The interface in the runtime's network namespace.</summary>
    internal string? Name { get => GetText("name"u8); init => Set("name"u8, value); }

    /// <summary>The priority.</summary>
    internal uint? Priority { get => GetNumber<uint>("priority"u8); init => SetNumber("priority"u8, value); }
}

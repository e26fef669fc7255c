using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A block device's weight (config-linux.md, "Block IO", weightDevice).</summary>
internal sealed record LinuxWeightDevice(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The device's major number.</summary>
    internal long? Major { get => GetNumber<long>("major"u8); init => SetNumber("major"u8, value); }

    /// <summary>The device's minor number.</summary>
    internal long? Minor { get => GetNumber<long>("minor"u8); init => SetNumber("minor"u8, value); }

    /// <summary>Weight against other cgroups, 10 to 1000.</summary>
    internal ushort? Weight { get => GetNumber<ushort>("weight"u8); init => SetNumber("weight"u8, value); }

    /// <summary>Weight of the cgroup's own tasks against its child cgroups.</summary>
    internal ushort? LeafWeight { get => GetNumber<ushort>("leafWeight"u8); init => SetNumber("leafWeight"u8, value); }
}

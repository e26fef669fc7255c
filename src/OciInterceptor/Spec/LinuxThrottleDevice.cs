using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A block device's rate limit (config-linux.md, "Block IO", throttle…Device).</summary>
internal sealed record LinuxThrottleDevice(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The device's major number.</summary>
    internal long? Major { get => GetNumber<long>("major"u8); init => SetNumber("major"u8, value); }

    /// <summary>The device's minor number.</summary>
    internal long? Minor { get => GetNumber<long>("minor"u8); init => SetNumber("minor"u8, value); }

    /// <summary>Bytes or operations a second.</summary>
    internal ulong? Rate { get => GetNumber<ulong>("rate"u8); init => SetNumber("rate"u8, value); }
}

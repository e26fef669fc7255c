using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>Block device limits (config-linux.md, "Block IO").</summary>
internal sealed record LinuxBlockIo(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Weight against other cgroups, 10 to 1000.</summary>
    internal ushort? Weight { get => GetNumber<ushort>("weight"u8); init => SetNumber("weight"u8, value); }

    /// <summary>Weight of the cgroup's own tasks against its child cgroups.</summary>
    internal ushort? LeafWeight { get => GetNumber<ushort>("leafWeight"u8); init => SetNumber("leafWeight"u8, value); }

    /// <summary>Weights on single devices.</summary>
    internal ImmutableArray<LinuxWeightDevice> WeightDevice { get => GetRecords("weightDevice"u8, static json => new LinuxWeightDevice(json)); init => SetRecords("weightDevice"u8, value); }

    /// <summary>Bytes a second read.</summary>
    internal ImmutableArray<LinuxThrottleDevice> ThrottleReadBpsDevice { get => GetRecords("throttleReadBpsDevice"u8, static json => new LinuxThrottleDevice(json)); init => SetRecords("throttleReadBpsDevice"u8, value); }

    /// <summary>Bytes a second written.</summary>
    internal ImmutableArray<LinuxThrottleDevice> ThrottleWriteBpsDevice { get => GetRecords("throttleWriteBpsDevice"u8, static json => new LinuxThrottleDevice(json)); init => SetRecords("throttleWriteBpsDevice"u8, value); }

    /// <summary>Read operations a second.</summary>
    internal ImmutableArray<LinuxThrottleDevice> ThrottleReadIopsDevice { get => GetRecords("throttleReadIOPSDevice"u8, static json => new LinuxThrottleDevice(json)); init => SetRecords("throttleReadIOPSDevice"u8, value); }

    /// <summary>Write operations a second.</summary>
    internal ImmutableArray<LinuxThrottleDevice> ThrottleWriteIopsDevice { get => GetRecords("throttleWriteIOPSDevice"u8, static json => new LinuxThrottleDevice(json)); init => SetRecords("throttleWriteIOPSDevice"u8, value); }
}

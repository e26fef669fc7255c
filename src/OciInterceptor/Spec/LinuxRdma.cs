using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>An RDMA device's limits (config-linux.md, "RDMA").</summary>
internal sealed record LinuxRdma(JsonObject Json) : SpecObject(Json)
{
    /// <summary>How many handles may be open.</summary>
    internal uint? HcaHandles { get => GetNumber<uint>("hcaHandles"u8); init => SetNumber("hcaHandles"u8, value); }

    /// <summary>How many objects may be made.</summary>
    internal uint? HcaObjects { get => GetNumber<uint>("hcaObjects"u8); init => SetNumber("hcaObjects"u8, value); }
}

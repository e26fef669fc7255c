using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The limits of the container's cgroup (config-linux.md, "Control groups").</summary>
internal sealed record LinuxResources(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Which devices may be used: rules in their order, a later one overriding an earlier.</summary>
    internal ImmutableArray<LinuxDeviceCgroup> Devices { get => GetRecords("devices"u8, static json => new LinuxDeviceCgroup(json)); init => SetRecords("devices"u8, value); }

    /// <summary>Memory.</summary>
    internal LinuxMemory? Memory { get => GetRecord("memory"u8, static json => new LinuxMemory(json)); init => SetRecord("memory"u8, value); }

    /// <summary>CPU time and the CPUs themselves.</summary>
    internal LinuxCpu? Cpu { get => GetRecord("cpu"u8, static json => new LinuxCpu(json)); init => SetRecord("cpu"u8, value); }

    /// <summary>The number of tasks.</summary>
    internal LinuxPids? Pids { get => GetRecord("pids"u8, static json => new LinuxPids(json)); init => SetRecord("pids"u8, value); }

    /// <summary>Block devices' bandwidth.</summary>
    internal LinuxBlockIo? BlockIo { get => GetRecord("blockIO"u8, static json => new LinuxBlockIo(json)); init => SetRecord("blockIO"u8, value); }

    /// <summary>Huge pages, one limit a page size.</summary>
    internal ImmutableArray<LinuxHugepageLimit> HugepageLimits { get => GetRecords("hugepageLimits"u8, static json => new LinuxHugepageLimit(json)); init => SetRecords("hugepageLimits"u8, value); }

    /// <summary>Network traffic's class and priorities.</summary>
    internal LinuxNetwork? Network { get => GetRecord("network"u8, static json => new LinuxNetwork(json)); init => SetRecord("network"u8, value); }

    /// <summary>RDMA limits, by the device's name.</summary>
    internal RecordMap<LinuxRdma>? Rdma { get => GetMap("rdma"u8, static json => new LinuxRdma(json)); init => SetMap("rdma"u8, value); }

    /// <summary>Files of cgroup v2 by name, and what to write into them.</summary>
    internal StringMap? Unified { get => GetMap("unified"u8); init => SetMap("unified"u8, value); }
}

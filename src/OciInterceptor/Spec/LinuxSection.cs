using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The Linux part of a container's configuration (config-linux.md).</summary>
internal sealed record LinuxSection(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Namespaces to make or to join, each type once; the others are the runtime's own.</summary>
    internal ImmutableArray<LinuxNamespace> Namespaces { get => GetRecords("namespaces"u8, static json => new LinuxNamespace(json)); init => SetRecords("namespaces"u8, value); }

    /// <summary>User IDs of the user namespace.</summary>
    internal ImmutableArray<LinuxIdMapping> UidMappings { get => GetRecords("uidMappings"u8, static json => new LinuxIdMapping(json)); init => SetRecords("uidMappings"u8, value); }

    /// <summary>Group IDs of the user namespace.</summary>
    internal ImmutableArray<LinuxIdMapping> GidMappings { get => GetRecords("gidMappings"u8, static json => new LinuxIdMapping(json)); init => SetRecords("gidMappings"u8, value); }

    /// <summary>Offsets of the time namespace: "boottime" and "monotonic".</summary>
    internal RecordMap<LinuxTimeOffset>? TimeOffsets { get => GetMap("timeOffsets"u8, static json => new LinuxTimeOffset(json)); init => SetMap("timeOffsets"u8, value); }

    /// <summary>Device nodes to make in the container; access to them is another matter (<see cref="Resources"/>).</summary>
    internal ImmutableArray<LinuxDevice> Devices { get => GetRecords("devices"u8, static json => new LinuxDevice(json)); init => SetRecords("devices"u8, value); }

    /// <summary>The host's network interfaces to move into the container, by their name on the host.</summary>
    internal RecordMap<LinuxNetDevice>? NetDevices { get => GetMap("netDevices"u8, static json => new LinuxNetDevice(json)); init => SetMap("netDevices"u8, value); }

    /// <summary>The container's cgroup; with systemd "slice:prefix:name".</summary>
    internal string? CgroupsPath { get => GetText("cgroupsPath"u8); init => Set("cgroupsPath"u8, value); }

    /// <summary>The cgroup's limits.</summary>
    internal LinuxResources? Resources { get => GetRecord("resources"u8, static json => new LinuxResources(json)); init => SetRecord("resources"u8, value); }

    /// <summary>Cache and memory bandwidth (resctrl).</summary>
    internal LinuxIntelRdt? IntelRdt { get => GetRecord("intelRdt"u8, static json => new LinuxIntelRdt(json)); init => SetRecord("intelRdt"u8, value); }

    /// <summary>The NUMA memory policy.</summary>
    internal LinuxMemoryPolicy? MemoryPolicy { get => GetRecord("memoryPolicy"u8, static json => new LinuxMemoryPolicy(json)); init => SetRecord("memoryPolicy"u8, value); }

    /// <summary>Kernel parameters by their dotted names.</summary>
    internal StringMap? Sysctl { get => GetMap("sysctl"u8); init => SetMap("sysctl"u8, value); }

    /// <summary>The system call filter.</summary>
    internal LinuxSeccomp? Seccomp { get => GetRecord("seccomp"u8, static json => new LinuxSeccomp(json)); init => SetRecord("seccomp"u8, value); }

    /// <summary>The root mount's propagation: shared, slave, private or unbindable.</summary>
    internal string? RootfsPropagation { get => GetText("rootfsPropagation"u8); init => Set("rootfsPropagation"u8, value); }

    /// <summary>Paths in the container that nobody can read.</summary>
    internal ImmutableArray<string> MaskedPaths { get => GetTexts("maskedPaths"u8); init => SetTexts("maskedPaths"u8, value); }

    /// <summary>Paths in the container that nobody can write.</summary>
    internal ImmutableArray<string> ReadonlyPaths { get => GetTexts("readonlyPaths"u8); init => SetTexts("readonlyPaths"u8, value); }

    /// <summary>The SELinux context of the container's mounts.</summary>
    internal string? MountLabel { get => GetText("mountLabel"u8); init => Set("mountLabel"u8, value); }

    /// <summary>The execution domain.</summary>
    internal LinuxPersonality? Personality { get => GetRecord("personality"u8, static json => new LinuxPersonality(json)); init => SetRecord("personality"u8, value); }
}

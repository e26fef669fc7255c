using OciInterceptor.Json;

namespace OciInterceptor.Spec;

/// <summary>The Linux part of a container's configuration (config-linux.md).</summary>
internal sealed record LinuxSection(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Namespaces to make or to join, each type once; the others are the runtime's own.</summary>
    internal ImmutableArray<LinuxNamespace> Namespaces { get => GetRecords("namespaces"u8, static json => new LinuxNamespace(json)); init => SetRecords("namespaces"u8, value); }

    /// <summary>User IDs of the user namespace.</summary>
    internal ImmutableArray<IdMapping> UidMappings { get => GetRecords("uidMappings"u8, static json => new IdMapping(json)); init => SetRecords("uidMappings"u8, value); }

    /// <summary>Group IDs of the user namespace.</summary>
    internal ImmutableArray<IdMapping> GidMappings { get => GetRecords("gidMappings"u8, static json => new IdMapping(json)); init => SetRecords("gidMappings"u8, value); }

    /// <summary>Offsets of the time namespace: "boottime" and "monotonic".</summary>
    internal RecordMap<TimeOffset>? TimeOffsets { get => GetMap("timeOffsets"u8, static json => new TimeOffset(json)); init => SetMap("timeOffsets"u8, value); }

    /// <summary>Device nodes to make in the container; access to them is another matter (<see cref="Resources"/>).</summary>
    internal ImmutableArray<Device> Devices { get => GetRecords("devices"u8, static json => new Device(json)); init => SetRecords("devices"u8, value); }

    /// <summary>The host's network interfaces to move into the container, by their name on the host.</summary>
    internal RecordMap<NetDevice>? NetDevices { get => GetMap("netDevices"u8, static json => new NetDevice(json)); init => SetMap("netDevices"u8, value); }

    /// <summary>The container's cgroup; with systemd "slice:prefix:name".</summary>
    internal string? CgroupsPath { get => GetText("cgroupsPath"u8); init => Set("cgroupsPath"u8, value); }

    /// <summary>The cgroup's limits.</summary>
    internal Resources? Resources { get => GetRecord("resources"u8, static json => new Resources(json)); init => SetRecord("resources"u8, value); }

    /// <summary>Cache and memory bandwidth (resctrl).</summary>
    internal IntelRdt? IntelRdt { get => GetRecord("intelRdt"u8, static json => new IntelRdt(json)); init => SetRecord("intelRdt"u8, value); }

    /// <summary>The NUMA memory policy.</summary>
    internal MemoryPolicy? MemoryPolicy { get => GetRecord("memoryPolicy"u8, static json => new MemoryPolicy(json)); init => SetRecord("memoryPolicy"u8, value); }

    /// <summary>Kernel parameters by their dotted names.</summary>
    internal TextMap? Sysctl { get => GetMap("sysctl"u8); init => SetMap("sysctl"u8, value); }

    /// <summary>The system call filter.</summary>
    internal Seccomp? Seccomp { get => GetRecord("seccomp"u8, static json => new Seccomp(json)); init => SetRecord("seccomp"u8, value); }

    /// <summary>The root mount's propagation: shared, slave, private or unbindable.</summary>
    internal string? RootfsPropagation { get => GetText("rootfsPropagation"u8); init => Set("rootfsPropagation"u8, value); }

    /// <summary>Paths in the container that nobody can read.</summary>
    internal ImmutableArray<string> MaskedPaths { get => GetTexts("maskedPaths"u8); init => SetTexts("maskedPaths"u8, value); }

    /// <summary>Paths in the container that nobody can write.</summary>
    internal ImmutableArray<string> ReadonlyPaths { get => GetTexts("readonlyPaths"u8); init => SetTexts("readonlyPaths"u8, value); }

    /// <summary>The SELinux context of the container's mounts.</summary>
    internal string? MountLabel { get => GetText("mountLabel"u8); init => Set("mountLabel"u8, value); }

    /// <summary>The execution domain.</summary>
    internal Personality? Personality { get => GetRecord("personality"u8, static json => new Personality(json)); init => SetRecord("personality"u8, value); }
}

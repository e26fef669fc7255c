using OciInterceptor.Json;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Generate;

/// <summary>The settings of a generated container; the defaults are hardened.</summary>
internal sealed record ContainerSettings
{
    /// <summary>The program and its arguments.</summary>
    internal ImmutableArray<string> Command { get; init; } = ["sh"];

    internal string WorkingDirectory { get; init; } = "/";

    /// <summary>The environment; PATH is added if it is missing. Nothing else is inherited.</summary>
    internal ImmutableArray<EnvironmentVariable> Environment { get; init; } = [];

    internal bool HasTerminal { get; init; }

    /// <summary>The host's socket for sd_notify(3); null for none.</summary>
    internal string? NotifySocket { get; init; }

    internal uint User { get; init; }

    internal uint Group { get; init; }

    internal ImmutableArray<uint> AdditionalGroups { get; init; } = [];

    /// <summary>The container's host name; null means "container" in a uts namespace of its own, and none in another.</summary>
    internal string? Hostname { get; init; }

    /// <summary>The root file system's directory: absolute, or relative to the bundle.</summary>
    internal string RootDirectory { get; init; } = "rootfs";

    /// <summary>Additional mounts; one may replace a default mount.</summary>
    internal ImmutableArray<MountSetting> Mounts { get; init; } = [];

    internal NamespaceSettings Namespaces { get; init; } = new();

    internal LimitSettings Limits { get; init; } = new();

    /// <summary>The system call filter; null for none.</summary>
    internal JsonObject? Seccomp { get; init; }

    internal KernelPaths KernelPaths { get; init; } = new([], []);

    internal string? CgroupsPath { get; init; }

    internal ImmutableArray<(string Name, string Value)> Sysctls { get; init; } = [];

    internal ImmutableArray<(string Name, string Value)> Annotations { get; init; } = [];

    internal JsonObject? Hooks { get; init; }
}

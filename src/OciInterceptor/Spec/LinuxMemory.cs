using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>Memory limits; amounts in bytes, -1 for none (config-linux.md, "Memory").</summary>
internal sealed record LinuxMemory(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The hard limit.</summary>
    internal long? Limit { get => GetNumber<long>("limit"u8); init => SetNumber("limit"u8, value); }

    /// <summary>The soft limit.</summary>
    internal long? Reservation { get => GetNumber<long>("reservation"u8); init => SetNumber("reservation"u8, value); }

    /// <summary>The limit of memory and swap together.</summary>
    internal long? Swap { get => GetNumber<long>("swap"u8); init => SetNumber("swap"u8, value); }

    /// <summary>The kernel memory's limit; no longer recommended.</summary>
    internal long? Kernel { get => GetNumber<long>("kernel"u8); init => SetNumber("kernel"u8, value); }

    /// <summary>The TCP buffers' limit; no longer recommended.</summary>
    internal long? KernelTcp { get => GetNumber<long>("kernelTCP"u8); init => SetNumber("kernelTCP"u8, value); }

    /// <summary>How readily pages are swapped out, 0 to 100.</summary>
    internal ulong? Swappiness { get => GetNumber<ulong>("swappiness"u8); init => SetNumber("swappiness"u8, value); }

    /// <summary>Whether tasks wait for memory instead of being killed.</summary>
    internal bool? DisableOomKiller { get => GetBool("disableOOMKiller"u8); init => Set("disableOOMKiller"u8, value); }

    /// <summary>Whether the limits count the cgroups below (cgroup v1).</summary>
    internal bool? UseHierarchy { get => GetBool("useHierarchy"u8); init => Set("useHierarchy"u8, value); }

    /// <summary>Whether an update below the present use is refused.</summary>
    internal bool? CheckBeforeUpdate { get => GetBool("checkBeforeUpdate"u8); init => Set("checkBeforeUpdate"u8, value); }
}

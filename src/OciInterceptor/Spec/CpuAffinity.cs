using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The CPUs of a process that joins the container (config.md, "Linux Process", execCPUAffinity).</summary>
internal sealed record CpuAffinity(JsonObject Json) : SpecObject(Json)
{
    /// <summary>CPUs for the runtime before it enters the container's cgroup: "0-3,7".</summary>
    internal string? Initial { get => GetText("initial"u8); init => Set("initial"u8, value); }

    /// <summary>CPUs for the process afterwards; by default those of the container's cgroup.</summary>
    internal string? Final { get => GetText("final"u8); init => Set("final"u8, value); }
}

using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The NUMA memory policy, as for set_mempolicy(2) (config-linux.md, "Memory policy").</summary>
internal sealed record LinuxMemoryPolicy(JsonObject Json) : SpecObject(Json)
{
    /// <summary>MPOL_DEFAULT, MPOL_BIND, MPOL_INTERLEAVE …</summary>
    internal string? Mode { get => GetText("mode"u8); init => Set("mode"u8, value); }

    /// <summary>The memory nodes: "0-3,7".</summary>
    internal string? Nodes { get => GetText("nodes"u8); init => Set("nodes"u8, value); }

    /// <summary>MPOL_F_STATIC_NODES …</summary>
    internal ImmutableArray<string> Flags { get => GetTexts("flags"u8); init => SetTexts("flags"u8, value); }
}

using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>Cache and memory bandwidth through resctrl (config-linux.md, "IntelRdt").</summary>
internal sealed record LinuxIntelRdt(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The class of service: a directory of resctrl; without it one named after the container.</summary>
    internal string? ClosId { get => GetText("closID"u8); init => Set("closID"u8, value); }

    /// <summary>Whole lines for the schemata file; they prevail over the two schemas below.</summary>
    internal ImmutableArray<string> Schemata { get => GetTexts("schemata"u8); init => SetTexts("schemata"u8, value); }

    /// <summary>The L3 cache's bit masks: "L3:0=7f0;1=1f".</summary>
    internal string? L3CacheSchema { get => GetText("l3CacheSchema"u8); init => Set("l3CacheSchema"u8, value); }

    /// <summary>Memory bandwidth, in per cent or MBps: "MB:0=20;1=70".</summary>
    internal string? MemBwSchema { get => GetText("memBwSchema"u8); init => Set("memBwSchema"u8, value); }

    /// <summary>Whether the container gets a monitoring group of its own.</summary>
    internal bool? EnableMonitoring { get => GetBool("enableMonitoring"u8); init => Set("enableMonitoring"u8, value); }
}

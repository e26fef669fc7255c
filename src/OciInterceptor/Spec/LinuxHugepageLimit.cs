using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The limit of one size of huge pages (config-linux.md, "Huge page limits").</summary>
internal sealed record LinuxHugepageLimit(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The page size: "2MB", "1GB".</summary>
    internal string? PageSize { get => GetText("pageSize"u8); init => Set("pageSize"u8, value); }

    /// <summary>The limit in bytes.</summary>
    internal ulong? Limit { get => GetNumber<ulong>("limit"u8); init => SetNumber("limit"u8, value); }
}

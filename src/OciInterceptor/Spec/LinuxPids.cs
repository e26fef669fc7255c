using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The limit of tasks (config-linux.md, "PIDs").</summary>
internal sealed record LinuxPids(JsonObject Json) : SpecObject(Json)
{
    /// <summary>How many tasks there may be; -1 for no limit.</summary>
    internal long? Limit { get => GetNumber<long>("limit"u8); init => SetNumber("limit"u8, value); }
}

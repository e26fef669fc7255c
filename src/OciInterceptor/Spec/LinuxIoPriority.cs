using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>Input and output scheduling of the process, as for ioprio_set(2) (config.md, "Linux Process", ioPriority).</summary>
internal sealed record LinuxIoPriority(JsonObject Json) : SpecObject(Json)
{
    /// <summary>IOPRIO_CLASS_RT, IOPRIO_CLASS_BE or IOPRIO_CLASS_IDLE.</summary>
    internal string? Class { get => GetText("class"u8); init => Set("class"u8, value); }

    /// <summary>0, the most urgent, to 7.</summary>
    internal int? Priority { get => GetNumber<int>("priority"u8); init => SetNumber("priority"u8, value); }
}

using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The execution domain, as for personality(2) (config-linux.md, "Personality").</summary>
internal sealed record LinuxPersonality(JsonObject Json) : SpecObject(Json)
{
    /// <summary>LINUX or LINUX32.</summary>
    internal string? Domain { get => GetText("domain"u8); init => Set("domain"u8, value); }

    /// <summary>Further flags; the specification names none yet.</summary>
    internal ImmutableArray<string> Flags { get => GetTexts("flags"u8); init => SetTexts("flags"u8, value); }
}

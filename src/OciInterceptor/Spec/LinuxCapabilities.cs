using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The process's capability sets, names as in capabilities(7) (config.md, "Linux Process").</summary>
internal sealed record LinuxCapabilities(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The most that execve(2) can grant.</summary>
    internal ImmutableArray<string> Bounding { get => GetTexts("bounding"u8); init => SetTexts("bounding"u8, value); }

    /// <summary>The capabilities that the kernel checks.</summary>
    internal ImmutableArray<string> Effective { get => GetTexts("effective"u8); init => SetTexts("effective"u8, value); }

    /// <summary>What execve(2) keeps for files that have it inheritable.</summary>
    internal ImmutableArray<string> Inheritable { get => GetTexts("inheritable"u8); init => SetTexts("inheritable"u8, value); }

    /// <summary>The capabilities that the effective set may hold.</summary>
    internal ImmutableArray<string> Permitted { get => GetTexts("permitted"u8); init => SetTexts("permitted"u8, value); }

    /// <summary>What execve(2) keeps for files without capabilities.</summary>
    internal ImmutableArray<string> Ambient { get => GetTexts("ambient"u8); init => SetTexts("ambient"u8, value); }
}

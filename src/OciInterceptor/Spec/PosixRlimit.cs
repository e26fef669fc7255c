using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A resource limit (config.md, "POSIX process", rlimits; getrlimit(2)).</summary>
internal sealed record PosixRlimit(JsonObject Json) : SpecObject(Json)
{
    /// <summary>RLIMIT_NOFILE, RLIMIT_CORE …</summary>
    internal string? Type { get => GetText("type"u8); init => Set("type"u8, value); }

    /// <summary>The limit in force, in the resource's unit; 18446744073709551615 means unlimited.</summary>
    internal ulong? Soft { get => GetNumber<ulong>("soft"u8); init => SetNumber("soft"u8, value); }

    /// <summary>How far the process may raise the soft limit, in the same unit.</summary>
    internal ulong? Hard { get => GetNumber<ulong>("hard"u8); init => SetNumber("hard"u8, value); }
}

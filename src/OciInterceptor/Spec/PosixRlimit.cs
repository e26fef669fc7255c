using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A resource limit (config.md, "POSIX process", rlimits; getrlimit(2)).</summary>
internal sealed record PosixRlimit(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The resources that Linux limits.</summary>
    internal static readonly ImmutableArray<string> Types =
    [
        "RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_LOCKS", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE",
        "RLIMIT_NICE", "RLIMIT_NOFILE", "RLIMIT_NPROC", "RLIMIT_RSS", "RLIMIT_RTPRIO", "RLIMIT_RTTIME", "RLIMIT_SIGPENDING", "RLIMIT_STACK",
    ];

    /// <summary>RLIMIT_NOFILE, RLIMIT_CORE …</summary>
    internal string? Type { get => GetText("type"u8); init => Set("type"u8, value); }

    /// <summary>The limit in force, in the resource's unit; 18446744073709551615 is none.</summary>
    internal ulong? Soft { get => GetNumber<ulong>("soft"u8); init => SetNumber("soft"u8, value); }

    /// <summary>How far the process may raise the soft limit, in the same unit.</summary>
    internal ulong? Hard { get => GetNumber<ulong>("hard"u8); init => SetNumber("hard"u8, value); }
}

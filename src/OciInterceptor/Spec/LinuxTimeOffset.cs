using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A clock's offset in a time namespace (config-linux.md, "Offset for Time Namespace").</summary>
internal sealed record LinuxTimeOffset(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The least seconds that the kernel takes (kernel/time/namespace.c): -KTIME_SEC_MAX.</summary>
    internal const long LeastSecs = -9_223_372_036;

    /// <summary>The greatest: the clock must not go beyond half of KTIME_SEC_MAX.</summary>
    internal const long GreatestSecs = 4_611_686_018;

    /// <summary>Seconds.</summary>
    internal long? Secs { get => GetNumber<long>("secs"u8); init => SetNumber("secs"u8, value); }

    /// <summary>Nanoseconds beyond them.</summary>
    internal uint? Nanosecs { get => GetNumber<uint>("nanosecs"u8); init => SetNumber("nanosecs"u8, value); }
}

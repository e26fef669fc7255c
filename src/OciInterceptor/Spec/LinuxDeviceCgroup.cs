using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A rule for the use of devices (config-linux.md, "Allowed Device list").</summary>
internal sealed record LinuxDeviceCgroup(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Whether it allows or denies.</summary>
    internal bool? Allow { get => GetBool("allow"u8); init => Set("allow"u8, value); }

    /// <summary>a (all), c or b; without it all.</summary>
    internal string? Type { get => GetText("type"u8); init => Set("type"u8, value); }

    /// <summary>The major number; without it any.</summary>
    internal long? Major { get => GetNumber<long>("major"u8); init => SetNumber("major"u8, value); }

    /// <summary>The minor number; without it any.</summary>
    internal long? Minor { get => GetNumber<long>("minor"u8); init => SetNumber("minor"u8, value); }

    /// <summary>Some of r, w and m (mknod).</summary>
    internal string? Access { get => GetText("access"u8); init => Set("access"u8, value); }
}

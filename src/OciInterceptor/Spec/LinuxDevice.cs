using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A device node in the container (config-linux.md, "Devices").</summary>
internal sealed record LinuxDevice(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Where it is in the container.</summary>
    internal string? Path { get => GetText("path"u8); init => Set("path"u8, value); }

    /// <summary>c or u (character), b (block) or p (FIFO).</summary>
    internal string? Type { get => GetText("type"u8); init => Set("type"u8, value); }

    /// <summary>The major number.</summary>
    internal long? Major { get => GetNumber<long>("major"u8); init => SetNumber("major"u8, value); }

    /// <summary>The minor number.</summary>
    internal long? Minor { get => GetNumber<long>("minor"u8); init => SetNumber("minor"u8, value); }

    /// <summary>Its permission bits; JSON knows only decimal: 438 is 0666.</summary>
    internal uint? FileMode { get => GetNumber<uint>("fileMode"u8); init => SetNumber("fileMode"u8, value); }

    /// <summary>Its owner inside the container.</summary>
    internal uint? Uid { get => GetNumber<uint>("uid"u8); init => SetNumber("uid"u8, value); }

    /// <summary>Its group inside the container.</summary>
    internal uint? Gid { get => GetNumber<uint>("gid"u8); init => SetNumber("gid"u8, value); }
}

using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A terminal's size in characters (config.md, "Process", consoleSize).</summary>
internal sealed record Box(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Lines.</summary>
    internal ulong? Height { get => GetNumber<ulong>("height"u8); init => SetNumber("height"u8, value); }

    /// <summary>Columns.</summary>
    internal ulong? Width { get => GetNumber<ulong>("width"u8); init => SetNumber("width"u8, value); }
}

using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A program that gets the container's state on its standard input (config.md, "POSIX-platform Hooks").</summary>
internal sealed record Hook(JsonObject Json) : SpecObject(Json)
{
    /// <summary>An absolute path.</summary>
    internal string? Path { get => GetText("path"u8); init => Set("path"u8, value); }

    /// <summary>Its arguments, the program's name first, as for execv(3).</summary>
    internal ImmutableArray<string> Args { get => GetTexts("args"u8); init => SetTexts("args"u8, value); }

    /// <summary>Its whole environment, "NAME=value" each.</summary>
    internal ImmutableArray<string> Env { get => GetTexts("env"u8); init => SetTexts("env"u8, value); }

    /// <summary>Seconds until it is ended; more than 0.</summary>
    internal int? Timeout { get => GetNumber<int>("timeout"u8); init => SetNumber("timeout"u8, value); }
}

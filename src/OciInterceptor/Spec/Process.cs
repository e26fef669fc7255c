using System.Collections.Immutable;
using OciInterceptor.Json;

namespace OciInterceptor.Spec;

/// <summary>The container's process (runtime-spec config.md, "Process"); also the whole of an exec's document.</summary>
internal sealed record Process(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The environment, "NAME=value" each.</summary>
    internal ImmutableArray<string> Env { get => GetTexts("env"u8); init => SetTexts("env"u8, value); }
}

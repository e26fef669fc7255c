using OciInterceptor.Json;

namespace OciInterceptor.Tests.Policy.Readers;

/// <summary>A model of how a runtime reads a configuration.</summary>
internal interface IReader
{
    /// <summary>The value at a path of member names; null if the runtime sees none.</summary>
    JsonValue? Find(JsonObject configuration, params string[] path);

    /// <summary>The value of a name in a map, such as an annotation; null if the runtime sees none.</summary>
    string? Entry(JsonObject configuration, string[] map, string name);

    /// <summary>A string as the runtime has it.</summary>
    string Text(JsonValue value);
}

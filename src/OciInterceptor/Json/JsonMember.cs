namespace OciInterceptor.Json;

/// <summary>A name and its value in an object.</summary>
/// <param name="Name">The name, a string token.</param>
/// <param name="Value">The value after the colon.</param>
internal readonly record struct JsonMember(JsonScalar Name, JsonValue Value);

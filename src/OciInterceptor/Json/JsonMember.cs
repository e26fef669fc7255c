namespace OciInterceptor.Json;

/// <summary>A member of an object; its name is a string token.</summary>
internal readonly record struct JsonMember(JsonScalar Name, JsonValue Value);

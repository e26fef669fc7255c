namespace OciInterceptor.Json;

/// <summary>A document that is not what it must be, with the place: "name:line:column: cause".</summary>
internal sealed class JsonFormatException(string message, Exception? cause = null) : InterceptorException(message, cause);

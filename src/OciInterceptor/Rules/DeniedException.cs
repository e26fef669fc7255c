using OciInterceptor.Messages;

namespace OciInterceptor.Rules;

/// <summary>A rule of type deny refuses the container or process.</summary>
internal sealed class DeniedException(string message) : InterceptorException(message);

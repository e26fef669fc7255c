namespace OciInterceptor.Messages;

/// <summary>A failure that an operator can act on: the message names the thing, then the cause.</summary>
internal class InterceptorException(string message, Exception? cause = null) : Exception(message, cause);

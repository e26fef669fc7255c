using OciInterceptor.Messages;

namespace OciInterceptor.Rules;

/// <summary>A rule refuses the container: not because something failed, but because the operator wants it so.</summary>
internal sealed class DeniedException(string message) : InterceptorException(message);

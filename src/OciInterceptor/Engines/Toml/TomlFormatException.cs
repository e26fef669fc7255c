using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Toml;

/// <summary>What no release of TOML allows: "file:line: cause". A construct that is only not supported here is another error.</summary>
internal sealed class TomlFormatException(string message) : InterceptorException(message);

namespace Drofune;

/// <summary>A failure that a person can act on: the message names the thing, then the cause.</summary>
internal sealed class DrofuneException(string message, Exception? cause = null) : Exception(message, cause);

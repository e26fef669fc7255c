namespace OciInterceptor.Commands.Replay;

/// <summary>A policy asked for what a record does not hold and a replay does not do, so that nothing can be said of the call.</summary>
/// <remarks>It must pass the rules: what they catch refuses containers, or skips a rule.</remarks>
internal sealed class UnansweredException(string message) : Exception(message);

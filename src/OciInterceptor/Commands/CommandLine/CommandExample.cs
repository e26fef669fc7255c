namespace OciInterceptor.Commands.CommandLine;

/// <summary>A use of a command, for its help and its manual page.</summary>
/// <param name="Purpose">What it is for, in the imperative.</param>
/// <param name="Line">What is typed, whole.</param>
internal sealed record CommandExample(string Purpose, string Line);

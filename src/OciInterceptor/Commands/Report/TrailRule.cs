namespace OciInterceptor.Commands.Report;

/// <summary>Which rule a line of an audit trail tells about.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type word.</param>
/// <param name="Origin">A file, a profile or "flags".</param>
/// <param name="Shadow">The shadow that it was of; empty for a rule in force.</param>
internal readonly record struct TrailRule(string Name, string Type, string Origin, string Shadow);

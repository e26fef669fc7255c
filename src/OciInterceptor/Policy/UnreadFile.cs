namespace OciInterceptor.Policy;

/// <summary>A file or directory that an operator may take for a part of the policy, and that no call reads.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Message">One line that names it and says why.</param>
/// <param name="HidesRules">Whether it may hold rules, which then protect nothing.</param>
internal sealed record UnreadFile(string Path, string Message, bool HidesRules = true);

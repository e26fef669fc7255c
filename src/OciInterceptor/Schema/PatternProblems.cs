using OciInterceptor.Messages;

namespace OciInterceptor.Schema;

/// <summary>What is wrong with a pattern or a name that nothing could ever match; null when nothing is.</summary>
internal static class PatternProblems
{
    private static ImmutableArray<string> Verbs => ["create", "run", "restore", "exec"];

    internal static string? OfVerb(string pattern)
    {
        var verbs = Verbs;
        return verbs.Any(new Glob(pattern).Matches)
            ? null
            : $"\"{pattern}\" is no verb that carries a document: {string.Join(", ", verbs)}{NearestName.Hint(pattern, verbs)}";
    }

    /// <summary>Paths of mounts are absolute.</summary>
    internal static string? OfPath(string pattern) =>
        pattern.StartsWith('/') || pattern.StartsWith("**", StringComparison.Ordinal) || pattern.StartsWith("\\/", StringComparison.Ordinal)
            ? null
            : $"\"{pattern}\" must be an absolute path, or a glob that begins with / or **";

    internal static string? OfId(string pattern) => pattern.Length > 0 ? null : "a container's ID is never empty";

    /// <summary>A runtime is told numbers.</summary>
    internal static string? OfUser(string pattern) =>
        pattern.Length > 0 && !pattern.Any(char.IsLetter) ? null : $"\"{pattern}\" is no user: give the number, \"uid\" or \"uid:gid\"";

    internal static string? OfAnnotationName(string name) => name.Length > 0 ? null : "an annotation's name must not be empty";

    internal static string? OfVariableName(string name) =>
        name.Length > 0 && !name.Contains('=', StringComparison.Ordinal) ? null : $"\"{name}\" is no name for an environment variable";
}

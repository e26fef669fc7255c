using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Conditions;

/// <summary>Holds when the process's user matches, as "uid" or "uid:gid".</summary>
internal static class UserCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "user",
        Controller.Author,
        "Globs for the process's user: \"uid\" or \"uid:gid\".",
        static subject => ProcessFacts.Users(subject.Process),
        Problem);

    // Runtimes get IDs, not names.
    private static string? Problem(string pattern) =>
        pattern.Length > 0 && !pattern.Any(char.IsLetter) ? null : $"invalid user \"{pattern}\": want a number, \"uid\" or \"uid:gid\"";
}

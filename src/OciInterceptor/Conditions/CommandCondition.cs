namespace OciInterceptor.Conditions;

/// <summary>Holds when the first argument of the process matches.</summary>
internal static class CommandCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "command",
        Controller.Author,
        "Globs for the command: the first argument of the process.",
        static subject => subject.Process?.Args is { IsDefaultOrEmpty: false } args ? [args[0]] : []);
}

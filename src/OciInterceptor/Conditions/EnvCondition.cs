using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Conditions;

/// <summary>Holds when every named environment variable is set and matches.</summary>
internal static class EnvCondition
{
    internal static ConditionType Type => NamedCondition.Type(
        "env",
        "variable",
        "Environment variables and the globs their values must match.",
        static name => name.Length > 0 && !name.Contains('=', StringComparison.Ordinal) ? null : $"invalid environment variable name \"{name}\"",
        static (subject, name) => ProcessFacts.Values(subject.Process, name));
}

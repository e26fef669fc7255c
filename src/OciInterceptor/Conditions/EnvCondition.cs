using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Conditions;

/// <summary>Holds when every named environment variable is set and matches.</summary>
internal static class EnvCondition
{
    internal static ConditionType Type => NamedCondition.Type(
        "env",
        "variable",
        "Environment variables and the globs their values must match.",
        static name => name.Length > 0 && !name.Contains('=', StringComparison.Ordinal) ? null : $"\"{name}\" is no name for an environment variable",
        static (subject, name) => ProcessFacts.Values(subject.Process, name));
}

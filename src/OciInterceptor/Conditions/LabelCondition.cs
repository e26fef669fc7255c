namespace OciInterceptor.Conditions;

/// <summary>Holds when every named label of a container of Docker's is set and matches.</summary>
internal static class LabelCondition
{
    internal static ConditionType Type => NamedCondition.Type(
        "label",
        "label",
        "Labels of a container of Docker's and the globs their values must match.",
        static name => name.Length > 0 ? null : "a label's name must not be empty",
        static (subject, name) => DockerState.Of(subject).Label(name) is { } value ? [value] : []);
}

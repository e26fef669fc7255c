namespace OciInterceptor.Conditions;

/// <summary>Holds when every named annotation is set and matches.</summary>
internal static class AnnotationsCondition
{
    internal static ConditionType Type => NamedCondition.Type(
        "annotations",
        "annotation",
        "Annotations and the globs their values must match.",
        static name => name.Length > 0 ? null : "an annotation's name must not be empty",
        static (subject, name) => subject.Spec?.Annotations?[name] is { } value ? [value] : []) with
    {
        NeedsConfiguration = true,
    };
}

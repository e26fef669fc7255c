namespace OciInterceptor.Conditions;

/// <summary>Holds when the name of the pod matches, as a CRI wrote it into the annotations.</summary>
internal static class PodCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "pod",
        Controller.Author,
        "Globs for the name of the pod in Kubernetes.",
        static subject => Facts.Find("pod.name")!.Value(subject, "") is { } name ? [name] : []) with
    {
        NeedsConfiguration = true,
    };
}

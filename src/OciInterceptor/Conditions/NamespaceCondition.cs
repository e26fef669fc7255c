namespace OciInterceptor.Conditions;

/// <summary>Holds when the name of the pod's namespace matches, as a CRI wrote it into the annotations.</summary>
internal static class NamespaceCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "namespace",
        Controller.Author,
        "Globs for the name of the pod's namespace in Kubernetes.",
        static subject => Facts.Find("pod.namespace")!.Value(subject, "") is { } name ? [name] : []) with
    {
        NeedsConfiguration = true,
    };
}

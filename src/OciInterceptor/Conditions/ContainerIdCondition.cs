namespace OciInterceptor.Conditions;

/// <summary>Holds when the container's ID matches.</summary>
internal static class ContainerIdCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "containerId",
        Controller.Engine,
        "Globs for the container's ID.",
        static subject => [subject.ContainerId],
        static pattern => pattern.Length > 0 ? null : "a container's ID is never empty");
}

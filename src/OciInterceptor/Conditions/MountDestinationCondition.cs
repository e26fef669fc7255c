using OciInterceptor.Host;

namespace OciInterceptor.Conditions;

/// <summary>Holds when something is mounted at a place in the container that matches.</summary>
internal static class MountDestinationCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "mountDestination",
        Controller.Author,
        "Globs for the places in the container where something is mounted.",
        static subject => MountFacts.Destinations(subject.Spec),
        PathPattern.Problem,
        forPaths: true) with
    {
        NeedsConfiguration = true,
    };
}

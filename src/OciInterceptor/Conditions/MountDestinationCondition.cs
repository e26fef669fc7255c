using OciInterceptor.Host;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when a mount's destination in the container matches.</summary>
internal static class MountDestinationCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "mountDestination",
        Controller.Author,
        "Globs for the mounts' destinations in the container.",
        static subject => MountFacts.Destinations(subject.Spec),
        PathPattern.Problem,
        forPaths: true) with
    {
        NeedsConfiguration = true,
    };
}

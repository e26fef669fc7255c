using OciInterceptor.Schema;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Conditions;

/// <summary>Holds when the runtime of the call is known to know something. One that does not tell knows nothing, as far as this goes.</summary>
internal sealed record RuntimeFeatureCondition(ImmutableArray<Glob> Patterns) : ICondition
{
    internal static ConditionType Type => new(
        "runtimeFeature",
        Controller.Engine,
        GlobList.Shape,
        "Globs for what the runtime knows by its features document or its release: process.scheduler, linux.namespaces.time, mountOptions.rro, for example.",
        static (when, member) => new RuntimeFeatureCondition(GlobList.Read(when.Raw(member)!, problem: FeatureNames.Problem)));

    public string? WhyNot(Subject subject) =>
        subject.Host.RuntimeOfCall is not { Features: { } features } runtime ? $"runtimeFeature is not known: {subject.Host.RuntimeOfCall.Fault ?? "the call has no runtime"}"
        : FeatureNames.Of(features).Any(name => Patterns.Any(pattern => pattern.Matches(name))) ? null
        : $"{runtime.Title} does not have {string.Join(" or ", Patterns.Select(pattern => pattern.Pattern))}";
}

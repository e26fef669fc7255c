using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Conditions;

/// <summary>Holds when a process could have one of some capabilities: its bounding, permitted or ambient set has it.</summary>
/// <param name="Names">In the spelling of <see cref="CapabilityNames.All"/>.</param>
internal sealed record CapabilitiesCondition(ImmutableArray<string> Names) : ICondition
{
    internal static ConditionType Type => new(
        "capabilities",
        Controller.EngineUser,
        new Shape.Filled(Shape.Texts),
        "Capabilities, with or without CAP_: holds when the process could have one of them.",
        Read);

    private static CapabilitiesCondition Read(ObjectReader when, string name) =>
        new(when.Texts(name).Map(text => CapabilityNames.Known(text) ?? throw when.Error(name, text, CapabilityNames.Unknown(text))));

    public string? WhyNot(Subject subject) =>
        subject.Process?.Capabilities is { } sets && (HasOne(sets.Bounding) | HasOne(sets.Permitted) | HasOne(sets.Ambient))
            ? null
            : $"the process has none of {string.Join(", ", Names.AsSpan()!)}";

    private bool HasOne(ImmutableArray<string> set) => !set.IsDefault && set.Map(CapabilityNames.OfProcess).Any(Names.Contains);
}

using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Conditions;

/// <summary>Holds when a process could have one of some capabilities: its bounding, permitted or ambient set has it.</summary>
/// <param name="Names">In the spelling of <see cref="CapabilityNames.All"/>.</param>
internal sealed record CapabilityCondition(ImmutableArray<string> Names) : ICondition
{
    // Who may use the engine chooses the capabilities, not who made the image.
    public bool IsAuthorControlled => false;

    internal static CapabilityCondition Read(ObjectReader when, string name) =>
        new(when.Texts(name).Map(text => CapabilityNames.Known(text) ?? throw when.Error(name, text, CapabilityNames.Unknown(text))));

    public string? WhyNot(Subject subject) =>
        subject.Process?.Capabilities is { } sets && (HasOne(sets.Bounding) | HasOne(sets.Permitted) | HasOne(sets.Ambient))
            ? null
            : $"the process has none of {string.Join(", ", Names.AsSpan()!)}";

    private bool HasOne(ImmutableArray<string> set) => !set.IsDefault && set.Map(CapabilityNames.OfProcess).Any(Names.Contains);
}

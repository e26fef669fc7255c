using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Drops capabilities from all five sets, adds some, and removes those that are not in a ceiling.</summary>
internal sealed record CapabilitiesRule : IProcessRule
{
    private const string Every = "ALL";
    private const string DockerDefault = "docker-default";

    /// <summary>Whether every capability is dropped that is not in <see cref="Added"/>.</summary>
    internal bool DropsAll { get; init; }

    internal ImmutableArray<string> Dropped { get; init; } = [];

    internal ImmutableArray<string> Added { get; init; } = [];

    /// <summary>The only capabilities that may stay; default for no ceiling.</summary>
    internal ImmutableArray<string> Ceiling { get; init; }

    internal static RuleType Type => new(
        "capabilities",
        "Drops and adds capabilities, or limits them to a ceiling.",
        Read,
        new Member("drop", Shape.Texts, "Capabilities to drop, with or without CAP_, or \"ALL\"."),
        new Member("add", Shape.Texts, "Capabilities to add, with or without CAP_, or \"ALL\" except those dropped by name."),
        new Member("ceiling", new Shape.Either(Shape.Texts, new Shape.Word(DockerDefault)), "The only capabilities that may stay, or \"docker-default\"."));

    public bool Grants => !Added.IsEmpty;

    /// <exception cref="InterceptorException">The process has a capability whose name is invalid.</exception>
    public Process Apply(Process process)
    {
        // A process that joins without sets of its own gets the container's, to which this rule was applied.
        if (process.Capabilities is not { } before)
        {
            return process;
        }

        // As Docker does: another user than root loses the effective and permitted sets at execve(2) in any case.
        var forRoot = process.User?.Uid is null or 0 ? Added : [];
        var after = before with
        {
            Bounding = Change(before.Bounding, Added),
            Effective = Change(before.Effective, forRoot),
            Inheritable = Change(before.Inheritable, []),
            Permitted = Change(before.Permitted, forRoot),
            Ambient = Change(before.Ambient, []),
        };
        return ReferenceEquals(after.Json, before.Json) ? process : process with { Capabilities = after };
    }

    // In a configuration, no sets mean no capabilities.
    RuntimeSpec IRule.Apply(RuntimeSpec spec) => spec.MapProcess(process => process.Capabilities is null && !Added.IsEmpty
        ? Apply(process with { Capabilities = new LinuxCapabilities(JsonObject.Empty) })
        : Apply(process));

    private ImmutableArray<string> Change(ImmutableArray<string> set, ImmutableArray<string> added)
    {
        if (set.IsDefault)
        {
            return added.IsEmpty ? set : added;
        }
        var kept = set.RemoveAll(IsTaken);
        return kept.AddRange(added.RemoveAll(name => kept.Any(entry => CapabilityNames.OfProcess(entry) == name)));
    }

    private bool IsTaken(string entry)
    {
        var name = CapabilityNames.OfProcess(entry);
        return Dropped.Contains(name)
            || (DropsAll && !Added.Contains(name))
            || (!Ceiling.IsDefault && !Ceiling.Contains(name));
    }

    private static CapabilitiesRule Read(ObjectReader members)
    {
        var (dropped, dropsAll) = Names(members, "drop");
        var (added, addsAll) = Names(members, "add");
        if (addsAll && dropsAll)
        {
            throw members.Error("add", "ALL is both dropped and added");
        }
        if (added.FirstOrDefault(name => dropped.Contains(name)) is { } both)
        {
            throw members.Error("add", Written(members, both), $"{both} is both dropped and added");
        }
        added = addsAll ? CapabilityNames.All.RemoveAll(name => dropped.Contains(name)) : added;
        var ceiling = ReadCeiling(members);
        if (!ceiling.IsDefault && added.FirstOrDefault(name => !ceiling.Contains(name)) is { } above)
        {
            throw members.Error("add", Written(members, above), $"{above} is added but is not in the ceiling");
        }
        return new CapabilitiesRule { Dropped = dropped, DropsAll = dropsAll, Added = added, Ceiling = ceiling };
    }

    private static ImmutableArray<string> ReadCeiling(ObjectReader members)
    {
        if (members.Raw("ceiling") is not { } value)
        {
            return default;
        }
        if (value is JsonScalar { Kind: JsonKind.String } word)
        {
            return word.AsText() == DockerDefault
                ? CapabilityNames.DockerDefault
                : throw members.Error("ceiling", $"ceiling must be a list of capabilities or \"{DockerDefault}\", not \"{word.AsText()}\"");
        }
        var (names, isAll) = Names(members, "ceiling");
        return isAll ? throw members.Error("ceiling", "ceiling must not be \"ALL\": leave it out") : names;
    }

    private static (ImmutableArray<string> Names, bool All) Names(ObjectReader members, string member)
    {
        var texts = members.Texts(member);
        var names = texts.RemoveAll(IsAll).Map(text => CapabilityNames.Known(text) ?? throw members.Error(member, text, CapabilityNames.Unknown(text)));
        return (names.Distinct(), texts.Any(IsAll));
    }

    // The name as the policy spells it.
    private static string Written(ObjectReader members, string name) => members.Texts("add").FirstOrDefault(text => CapabilityNames.Known(text) == name) ?? name;

    private static bool IsAll(string text) => text.Equals(Every, StringComparison.OrdinalIgnoreCase);
}

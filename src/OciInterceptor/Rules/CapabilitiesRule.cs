using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Replaces an engine's default set, drops capabilities from all five sets, adds some, and removes those that are not in a ceiling.</summary>
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

    /// <summary>What a container has that asks for no capability; default for what its engine gives it.</summary>
    internal ImmutableArray<string> Default { get; init; }

    /// <summary>What the container asked for, beside <see cref="Default"/>. Throws <see cref="InterceptorException"/> if nothing tells.</summary>
    internal Func<CapabilityRequest> Request { get; init; } = static () => throw new InterceptorException("nothing tells which capabilities the container asked for");

    private static Shape Named => new Shape.Either(Shape.Texts, new Shape.Word(DockerDefault));

    internal static RuleType Type => new(
        "capabilities",
        "Drops and adds capabilities, limits them to a ceiling, or replaces the engine's default.",
        Read,
        new Member("default", Named, "What a container of Docker's has besides what it requested, in place of Docker's default set: names, or \"docker-default\"."),
        new Member("drop", Shape.Texts, "Capabilities to remove from all five sets: names with or without CAP_, or \"ALL\"."),
        new Member("add", Shape.Texts, "Capabilities to add to the bounding, effective and permitted sets: names, or \"ALL\" except those that drop names."),
        new Member("ceiling", Named, "The only capabilities that may stay in any set: names, or \"docker-default\". An empty list removes all."));

    public bool Grants => !Added.IsEmpty || (!Default.IsDefault && Default.Any(name => !CapabilityNames.DockerDefault.Contains(name)));

    /// <exception cref="InterceptorException">The process has a capability whose name is invalid, or nothing tells what was asked for.</exception>
    public Process Apply(Process process)
    {
        // A process that joins without sets of its own gets the container's, to which this rule was applied.
        if (process.Capabilities is not { } before)
        {
            return process;
        }
        if (!Default.IsDefault)
        {
            return WithoutDefault().Apply(process);
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

    RuntimeSpec IRule.Apply(RuntimeSpec spec) => spec.MapProcess(process => (Default.IsDefault ? this : WithoutDefault()).ApplyToContainer(process));

    // In a configuration, no sets mean no capabilities.
    private Process ApplyToContainer(Process process) => process.Capabilities is null && !Added.IsEmpty
        ? Apply(process with { Capabilities = new LinuxCapabilities(JsonObject.Empty) })
        : Apply(process);

    // The rule for this container. A name that the engine added, and no rule before took, stays.
    private CapabilitiesRule WithoutDefault()
    {
        var request = Request();
        if (request.IsWhole)
        {
            return this with { Default = default };
        }
        var added = Added.AddRange(Default.RemoveAll(name => Added.Contains(name) || request.Dropped.Contains(name)));
        var kept = added.AddRange(request.Added);
        return this with { Default = default, Added = added, Ceiling = Ceiling.IsDefault ? kept : kept.RemoveAll(name => !Ceiling.Contains(name)) };
    }

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
        var ceiling = ReadNamed(members, "ceiling");
        if (!ceiling.IsDefault && added.FirstOrDefault(name => !ceiling.Contains(name)) is { } above)
        {
            throw members.Error("add", Written(members, above), $"{above} is added but is not in the ceiling");
        }
        var standard = ReadNamed(members, "default");
        foreach (var name in standard.IsDefault ? [] : standard)
        {
            _ = dropsAll || dropped.Contains(name) ? throw members.Error("default", $"{name} is in the default but is dropped")
                : !ceiling.IsDefault && !ceiling.Contains(name) ? throw members.Error("default", $"{name} is in the default but is not in the ceiling")
                : name;
        }
        return new CapabilitiesRule { Dropped = dropped, DropsAll = dropsAll, Added = added, Ceiling = ceiling, Default = standard };
    }

    private static ImmutableArray<string> ReadNamed(ObjectReader members, string member)
    {
        if (members.Raw(member) is not { } value)
        {
            return default;
        }
        if (value is JsonScalar { Kind: JsonKind.String } word)
        {
            return word.AsText() == DockerDefault
                ? CapabilityNames.DockerDefault
                : throw members.Error(member, $"{member} must be a list of capabilities or \"{DockerDefault}\", not \"{word.AsText()}\"");
        }
        var (names, isAll) = Names(members, member);
        return isAll ? throw members.Error(member, $"{member} must not be \"ALL\": leave it out") : names;
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

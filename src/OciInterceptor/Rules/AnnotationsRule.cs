using OciInterceptor.Host;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Sets and removes annotations, some of which runtimes obey (org.criu.config, run.oci.*, org.systemd.property.*).</summary>
internal sealed record AnnotationsRule : IRule
{
    /// <summary>Annotations to set; the other lists do not remove these names.</summary>
    internal ImmutableArray<KeyValuePair<string, string>> Set { get; init; } = [];

    /// <summary>Annotations whose names match are removed.</summary>
    internal ImmutableArray<Glob> Removed { get; init; } = [];

    /// <summary>Annotations whose names match none of these are removed; default for no such list.</summary>
    internal ImmutableArray<Glob> Allowed { get; init; }

    /// <summary>Whether annotations are removed that runtimes are known to obey, or that the runtime of the call names as unsafe.</summary>
    internal bool RemovesSteering { get; init; }

    /// <summary>Knows the runtime of the call; asked when the rule applies.</summary>
    internal required IHost Host { get; init; }

    internal static RuleType Type => new(
        "annotations",
        "Sets and removes annotations.",
        static members => new AnnotationsRule
        {
            Set = members.TextMap("set").Map(entry => entry.Key.Length > 0 ? entry : throw members.Error("set", entry.Key, "an annotation's name must not be empty")),
            Removed = members.Globs("remove", forPaths: false),
            Allowed = members.Has("allow") ? members.Globs("allow", forPaths: false) : default,
            RemovesSteering = members.Flag("removeSteering"),
            Host = members.Host,
        },
        new Member("set", Shape.TextMap, "Annotations to set; an existing value is replaced."),
        new Member("remove", Shape.Texts, "Globs for the names of annotations to remove, before any is set."),
        new Member("allow", Shape.Texts, "Globs for the names of annotations that may stay: all others are removed, except those in set."),
        new Member("removeSteering", Shape.Flag, "Remove the annotations that runtimes obey, and those that the runtime itself calls unsafe."))
    {
        FactMembers = ["set"],
        ChangedFact = "annotation",
    };

    // Runtimes obey some annotations.
    public bool Grants => Set.Any(static entry => SteeringAnnotations.IsKnown(entry.Key));

    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        var before = spec.Annotations ?? StringMap.Empty;
        var after = before.Without(IsRemoved);
        foreach (var (name, value) in Set)
        {
            after = after.With(name, value);
        }
        return ReferenceEquals(after, before) ? spec : spec with { Annotations = after };
    }

    private bool IsRemoved(string name) =>
        !Set.Any(entry => entry.Key == name)
        && ((!Allowed.IsDefault && !Allowed.Any(pattern => pattern.Matches(name))) || Removed.Any(pattern => pattern.Matches(name)) || (RemovesSteering && IsSteering(name)));

    private bool IsSteering(string name) => SteeringAnnotations.IsKnown(name)
        || (!SteeringAnnotations.IsEngines(name) && Host.RuntimeOfCall.Features?.UnsafeAnnotations.Any(entry => SteeringAnnotations.Matches(entry, name)) == true);
}

using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Sets environment variables: those in <see cref="Defaults"/> where the container has none, those in <see cref="Forced"/> always.</summary>
internal sealed record EnvRule : IProcessRule
{
    /// <summary>If a name is repeated, the first value wins.</summary>
    internal ImmutableArray<EnvironmentVariable> Defaults { get; init; } = [];

    /// <summary>If a name is repeated, the last value wins. It replaces the first entry of that name; later ones are removed.</summary>
    internal ImmutableArray<EnvironmentVariable> Forced { get; init; } = [];

    /// <summary>Variables to remove before any is set.</summary>
    internal ImmutableArray<Glob> Removed { get; init; } = [];

    internal const string TypeName = "env";

    internal static RuleType Type => new(
        TypeName,
        "Sets and removes environment variables.",
        static members => new EnvRule
        {
            Defaults = Variables(members, "default"),
            Forced = Variables(members, "force"),
            Removed = members.Globs("remove", forPaths: false),
        },
        new Member("default", Shape.TextMap, "Variables to set unless the container sets them; an empty value is a value."),
        new Member("force", Shape.TextMap, "Variables to set even if the container sets them."),
        new Member("remove", Shape.Texts, "Globs for the names of variables to remove, before any is set."))
    {
        FactMembers = ["default", "force"],
        IsFreeText = true,
        ChangedFact = "env",
    };

    // A variable may be a secret, or load code (LD_PRELOAD).
    public bool Grants => !Defaults.IsEmpty || !Forced.IsEmpty;

    public Process Apply(Process process)
    {
        var before = process.Env;
        // A variable that is removed and set keeps its place: at the end it would move with each application.
        var forced = Forced.AddRange(Defaults.RemoveAll(variable => !IsRemovedName(variable.Name) || Forced.Any(other => other.Name == variable.Name)));
        var env = before.IsDefault ? [] : before.RemoveAll(entry => IsRemoved(entry) && !forced.Any(variable => variable.IsNamedBy(entry)));
        foreach (var variable in forced)
        {
            env = variable.SetIn(env);
        }
        foreach (var variable in Defaults)
        {
            env = env.Any(variable.IsSetBy) ? env : env.Add(variable.Entry);
        }
        return before.IsDefault ? (env.IsEmpty ? process : process with { Env = env })
            : env.AsSpan().SequenceEqual(before.AsSpan()) ? process : process with { Env = env };
    }

    private bool IsRemoved(string entry)
    {
        var end = entry.IndexOf('=', StringComparison.Ordinal);
        return IsRemovedName(end < 0 ? entry : entry[..end]);
    }

    private bool IsRemovedName(string name) => Removed.Any(pattern => pattern.Matches(name));

    private static ImmutableArray<EnvironmentVariable> Variables(ObjectReader members, string name) =>
        members.TextMap(name).Map(entry => entry.Key.Length > 0 && !entry.Key.Contains('=', StringComparison.Ordinal)
            ? new EnvironmentVariable(entry.Key, entry.Value)
            : throw members.Error(name, entry.Key, $"invalid variable name \"{entry.Key}\": want a name without \"=\""));
}

using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Sets environment variables: those in <see cref="Defaults"/> where the container has none, those in <see cref="Forced"/> always.</summary>
internal sealed record EnvRule : IProcessRule
{
    /// <summary>Of two with one name the first counts.</summary>
    internal ImmutableArray<EnvironmentVariable> Defaults { get; init; } = [];

    /// <summary>Of two with one name the last counts. It takes the place of the first entry of that name; others go.</summary>
    internal ImmutableArray<EnvironmentVariable> Forced { get; init; } = [];

    /// <summary>Variables whose names match go, before any is set.</summary>
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
        new Member("default", Shape.TextMap, "Variables to set where the container does not set them."),
        new Member("force", Shape.TextMap, "Variables to set whatever the container sets."),
        new Member("remove", Shape.Texts, "Globs for the names of variables to remove, before any is set."));

    // A variable may be a secret, or load code (LD_PRELOAD).
    public bool Grants => !Defaults.IsEmpty || !Forced.IsEmpty;

    public Process Apply(Process process)
    {
        var before = process.Env;
        // What is removed and then set is set in its place: at the end of the list it would move with each application.
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
            : throw members.Error(name, entry.Key, $"\"{entry.Key}\" is no name for an environment variable"));
}

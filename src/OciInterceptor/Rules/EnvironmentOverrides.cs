using System.Collections.Immutable;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Sets environment variables: those in <see cref="Defaults"/> where the container has none, those in <see cref="Forced"/> always.</summary>
internal sealed record EnvironmentOverrides : IProcessRule
{
    /// <summary>Of two with one name the first counts.</summary>
    internal ImmutableArray<EnvironmentVariable> Defaults { get; init; } = [];

    /// <summary>Of two with one name the last counts. It takes the place of the first entry of that name; others go.</summary>
    internal ImmutableArray<EnvironmentVariable> Forced { get; init; } = [];

    public Process Apply(Process process)
    {
        var before = process.Env;
        var env = before.IsDefault ? [] : before;
        foreach (var variable in Forced)
        {
            env = Force(env, variable);
        }
        foreach (var variable in Defaults)
        {
            env = env.Any(variable.IsSetBy) ? env : env.Add(variable.Entry);
        }
        return before.IsDefault ? (env.IsEmpty ? process : process with { Env = env })
            : env.SequenceEqual(before) ? process : process with { Env = env };
    }

    private static ImmutableArray<string> Force(ImmutableArray<string> env, EnvironmentVariable variable)
    {
        var result = ImmutableArray.CreateBuilder<string>(env.Length + 1);
        var isSet = false;
        foreach (var entry in env)
        {
            if (!variable.IsNamedBy(entry))
            {
                result.Add(entry);
            }
            else if (!isSet)
            {
                result.Add(variable.Entry);
                isSet = true;
            }
        }
        if (!isSet)
        {
            result.Add(variable.Entry);
        }
        return result.DrainToImmutable();
    }
}

using System.Collections.Immutable;
using OciInterceptor.Cli;
using OciInterceptor.Rules;

namespace OciInterceptor.Policy;

/// <summary>The rules that the command line asks for.</summary>
internal static class FlagRules
{
    internal static Pipeline Of(Options options)
    {
        var rules = ImmutableArray.CreateBuilder<IRule>();
        if (options.ReadonlyNetworkingMounts)
        {
            rules.Add(new ReadonlyNetworkingMounts());
        }
        if (!options.Env.IsEmpty || !options.EnvForce.IsEmpty)
        {
            rules.Add(new EnvironmentOverrides { Defaults = Variables(options.Env), Forced = Variables(options.EnvForce) });
        }
        return new Pipeline(rules.DrainToImmutable());
    }

    private static ImmutableArray<EnvironmentVariable> Variables(ImmutableArray<string> entries)
    {
        var variables = ImmutableArray.CreateBuilder<EnvironmentVariable>(entries.Length);
        foreach (var entry in entries)
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            variables.Add(new EnvironmentVariable(entry[..equals], entry[(equals + 1)..]));
        }
        return variables.MoveToImmutable();
    }
}

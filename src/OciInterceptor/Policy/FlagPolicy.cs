using System.Collections.Immutable;
using OciInterceptor.Cli;
using OciInterceptor.Rules;

namespace OciInterceptor.Policy;

/// <summary>What the command line says, in the terms of a policy.</summary>
internal static class FlagPolicy
{
    internal static ImmutableArray<PolicyRule> Rules(Options options)
    {
        var rules = ImmutableArray.CreateBuilder<PolicyRule>();
        if (options.ReadonlyNetworkingMounts)
        {
            rules.Add(Rule(ReadonlyNetworkingMounts.Type, new ReadonlyNetworkingMounts()));
        }
        if (!options.Env.IsEmpty || !options.EnvForce.IsEmpty)
        {
            rules.Add(Rule(EnvironmentOverrides.Type, new EnvironmentOverrides { Defaults = Variables(options.Env), Forced = Variables(options.EnvForce) }));
        }
        return rules.DrainToImmutable();
    }

    internal static PolicySettings Settings(Options options) => new()
    {
        WriteDebugOutput = options.WriteDebugOutput ? true : null,
        DebugOutputDirectory = options.DebugOutputDirectory,
        LogFile = options.LogFile,
        LogLevel = options.LogLevel,
    };

    private static PolicyRule Rule(RuleType type, IRule rule) => new(type.Name, type.Name, "flags", rule);

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

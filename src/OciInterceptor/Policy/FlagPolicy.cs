using OciInterceptor.Call.Flags;
using OciInterceptor.Host;
using OciInterceptor.Rules;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Policy;

/// <summary>The policy that the command line asks for.</summary>
internal static class FlagPolicy
{
    /// <summary>What messages show instead of a file's name.</summary>
    internal const string Origin = "flags";

    /// <remarks>A null <paramref name="host"/> means the machine we run on.</remarks>
    internal static ImmutableArray<PolicyRule> Rules(Options options, IHost? host = null)
    {
        var rules = ImmutableArray.CreateBuilder<PolicyRule>();
        if (options.ReadonlyNetworkingMounts)
        {
            rules.Add(Rule(ReadonlyNetworkingMountsRule.TypeName, new ReadonlyNetworkingMountsRule()));
        }
        if (!options.Env.IsEmpty || !options.EnvForce.IsEmpty)
        {
            rules.Add(Rule(EnvRule.TypeName, new EnvRule { Defaults = Variables(options.Env), Forced = Variables(options.EnvForce) }));
        }
        if (!options.CdiDevices.IsEmpty)
        {
            rules.Add(Rule(CdiRule.TypeName, new CdiRule { Devices = options.CdiDevices, Host = host ?? new LinuxHost() }));
        }
        return rules.DrainToImmutable();
    }

    /// <summary>The flags that define rules, in a canonical form.</summary>
    internal static string Text(Options options) =>
        string.Join('\0', [options.ReadonlyNetworkingMounts ? "readonly-networking-mounts" : "", .. options.Env, "force", .. options.EnvForce,
            .. options.CdiDevices.Select(name => $"cdi {name}")]);

    internal static PolicySettings Settings(Options options) => new()
    {
        WriteDebugOutput = options.WriteDebugOutput ? true : null,
        DebugOutputDirectory = options.DebugOutputDirectory,
        LogFile = options.LogFile,
        LogLevel = options.LogLevel,
        CloneRuntime = options.CloneRuntime ? true : null,
    };

    private static PolicyRule Rule(string type, IRule rule) => new(type, type, Origin, rule);

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

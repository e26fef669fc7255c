using System.Text;
using Fuzz.Models;
using OciInterceptor.Collections;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace Fuzz.Oracles;

/// <summary>The policies that documents are tried with: those of the golden files, and each rule whose effect can be seen.</summary>
internal sealed class Policies
{
    internal Policies(Repository repository)
    {
        foreach (var (name, content) in repository.HostFiles)
        {
            Host.Files[name] = content;
        }
        // What needs another machine than this one is refused, as on any machine that lacks it.
        Golden = repository.GoldenPolicies.SelectMany(file => TryRead(file.Name, file.Content)).Where(rule => rule.Type != "deny").ToImmutableArray();
        Chain = new EffectivePolicy(new PolicySettings(), Golden.Select(rule => rule with { Mode = Mode.Enforce, SkipOnError = true }).ToImmutableArray());
        Visible = [.. VisibleRules.All.Select(visible => (visible, Read(visible)))];
    }

    internal FuzzHost Host { get; } = new();

    /// <summary>Rules of every type that changes something.</summary>
    internal ImmutableArray<PolicyRule> Golden { get; }

    /// <summary>All of them, one after the other, whatever one of them refuses.</summary>
    internal EffectivePolicy Chain { get; }

    internal IReadOnlyList<(VisibleRule Rule, EffectivePolicy Policy)> Visible { get; }

    private EffectivePolicy Read(VisibleRule visible)
    {
        var file = PolicyFileReader.Read($"{visible.Name}.json", Encoding.UTF8.GetBytes($$"""{"rules":[{{visible.Rule}}]}"""), Host);
        return new EffectivePolicy(file.Settings, file.Rules);
    }

    private ImmutableArray<PolicyRule> TryRead(string name, byte[] content)
    {
        try
        {
            return PolicyFileReader.Read(name, content, Host).Rules;
        }
        catch (InterceptorException)
        {
            return [];
        }
    }
}

using System.Collections.Immutable;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Rules in the order in which they apply.</summary>
internal sealed record Pipeline(ImmutableArray<IRule> Rules)
{
    internal RuntimeSpec Apply(RuntimeSpec spec)
    {
        foreach (var rule in Rules)
        {
            spec = rule.Apply(spec);
        }
        return spec;
    }

    /// <summary>Applies those that speak of a process.</summary>
    internal Process Apply(Process process)
    {
        foreach (var rule in Rules)
        {
            process = rule is IProcessRule processRule ? processRule.Apply(process) : process;
        }
        return process;
    }
}

using OciInterceptor.Collections;
using OciInterceptor.Rules;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests;

/// <summary>Rules alone, one behind the other, without a policy around them.</summary>
internal sealed record Pipeline(ImmutableArray<IRule> Rules)
{
    internal RuntimeSpec Apply(RuntimeSpec spec) => Rules.Aggregate(spec, (current, rule) => rule.Apply(current));
}

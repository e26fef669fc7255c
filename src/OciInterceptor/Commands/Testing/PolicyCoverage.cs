using OciInterceptor.Conditions;
using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;

namespace OciInterceptor.Commands.Testing;

/// <summary>What the tests of a run reached of the rules of their policies, whichever test files have them. A rule that is off does not count.</summary>
internal sealed class PolicyCoverage
{
    private readonly Dictionary<string, RuleCoverage> _rules = [];
    private readonly List<RuleCoverage> _inOrder = [];

    /// <summary>The rules in the order in which tests met them.</summary>
    internal IReadOnlyList<RuleCoverage> Rules => _inOrder;

    internal int Total => Sum(static rule => rule.Total);

    internal int Reached => Sum(static rule => rule.Reached);

    /// <summary>In whole percent, 100 only if nothing is missing.</summary>
    internal int Percent => Total == 0 ? 100 : (int)(100L * Reached / Total);

    /// <summary>Notes what a test reached. <paramref name="rules"/> are all rules of the policy, in the order of the decisions.</summary>
    internal void Add(ImmutableArray<PolicyRule> rules, Verdict verdict, PolicyTest test, IHost host)
    {
        var decisions = verdict.AllDecisions;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var next = 0; next < rules.Length; next++)
        {
            // The rule's place in its file: each test reads the files anew.
            var origin = rules[next].Origin;
            var i = counts[origin] = counts.TryGetValue(origin, out var last) ? last + 1 : 0;
            if (rules[next].Mode == Mode.Off)
            {
                continue;
            }
            var path = origin.StartsWith("profile ", StringComparison.Ordinal) ? origin : Path.GetFullPath(origin);
            var rule = RuleOf(string.Create(null, $"{path}#{i}"), rules[next]);
            if (next < decisions.Length)
            {
                See(rule, decisions[next], test, host);
            }
        }
    }

    private static void See(RuleCoverage rule, Decision decision, PolicyTest test, IHost host)
    {
        var spec = test.IsExec ? null : new RuntimeSpec(decision.Before);
        try
        {
            rule.See(decision, new Subject(test.Verb, test.ContainerId, spec, spec is null ? new Process(decision.Before) : spec.Process, host) { NoPivot = test.NoPivot });
        }
        catch (InterceptorException)
        {
            // A condition that cannot be judged neither held nor did not: the test has seen the failure.
        }
    }

    private RuleCoverage RuleOf(string key, PolicyRule rule)
    {
        if (!_rules.TryGetValue(key, out var known))
        {
            _rules[key] = known = new RuleCoverage(rule);
            _inOrder.Add(known);
        }
        return known;
    }

    private int Sum(Func<RuleCoverage, int> of)
    {
        var sum = 0;
        foreach (var rule in _inOrder)
        {
            sum += of(rule);
        }
        return sum;
    }
}

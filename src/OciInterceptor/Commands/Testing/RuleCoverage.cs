using OciInterceptor.Conditions;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.Testing;

/// <summary>What tests reached of one rule: whether it acted and whether it did nothing, and the same for each of its conditions.</summary>
internal sealed class RuleCoverage
{
    private readonly PolicyRule _rule;
    private readonly List<(string Path, bool[] Seen)> _conditions = [];
    private bool _hasActed;
    private bool _hasPassed;

    internal RuleCoverage(PolicyRule rule)
    {
        _rule = rule;
        if (rule.When is { } when)
        {
            Add(when, "when");
        }
    }

    internal string Name => _rule.Name;

    /// <summary>Where the rule is: the file or the profile, and the line.</summary>
    internal string Place => _rule.Written is { } written ? ExpectationCheck.PlaceOf(written) : _rule.Origin;

    /// <summary>How much can be reached: two outcomes, and both sides of each condition.</summary>
    internal int Total => 2 + (2 * _conditions.Count);

    internal int Reached => (_hasActed ? 1 : 0) + (_hasPassed ? 1 : 0) + _conditions.Count(static one => one.Seen[0]) + _conditions.Count(static one => one.Seen[1]);

    /// <summary>What no test reached, a phrase each; one for both sides of a condition that was never asked.</summary>
    internal IEnumerable<string> Missing
    {
        get
        {
            if (!_hasActed)
            {
                yield return _rule.Mode == Mode.Warn ? "it never would have changed or refused anything" : _rule.Type == "deny" ? "it never denied" : "it never changed or refused anything";
            }
            if (!_hasPassed)
            {
                yield return "it never left a container alone";
            }
            foreach (var (path, seen) in _conditions)
            {
                if (seen is [false, false])
                {
                    yield return $"{path} was never asked";
                }
                else if (!seen[0] || !seen[1])
                {
                    yield return $"{path} {(seen[1] ? "always" : "never")} held";
                }
            }
        }
    }

    /// <summary>Notes a decision.</summary>
    /// <param name="decision">Of this rule.</param>
    /// <param name="subject">What its condition looked at; null if it was not asked.</param>
    internal void See(Decision decision, Subject? subject)
    {
        _hasActed |= decision.Outcome is Outcome.Changed or Outcome.Denied or Outcome.Failed or Outcome.Warned;
        _hasPassed |= decision.Outcome is Outcome.Unchanged or Outcome.NotMatched;
        if (_rule.When is { } when && subject is not null && decision.Outcome is not Outcome.NotForExec)
        {
            var next = 0;
            See(when, subject, ref next, isAsked: true);
        }
    }

    private void Add(ICondition condition, string path)
    {
        switch (condition)
        {
            case AllOf all:
                foreach (var one in all.Conditions)
                {
                    Add(one, path);
                }
                break;
            case AnyCondition any:
                for (var i = 0; i < any.Conditions.Length; i++)
                {
                    Add(any.Conditions[i], string.Create(null, $"{path}.any[{i}]"));
                }
                break;
            case NotCondition not:
                Add(not.Condition, $"{path}.not");
                break;
            case TypedCondition typed:
                _conditions.Add(($"{path}.{typed.Type.Name}", new bool[2]));
                break;
        }
    }

    // In the order of Add, and asked as a call asks: of conditions that must all hold, none after the first that does not.
    private bool See(ICondition condition, Subject subject, ref int next, bool isAsked)
    {
        switch (condition)
        {
            case AllOf all:
                foreach (var one in all.Conditions)
                {
                    isAsked &= See(one, subject, ref next, isAsked);
                }
                return isAsked;
            case AnyCondition any:
                var holds = false;
                foreach (var one in any.Conditions)
                {
                    holds |= See(one, subject, ref next, isAsked);
                }
                return holds;
            case NotCondition not:
                return !See(not.Condition, subject, ref next, isAsked);
            default:
                var (_, seen) = _conditions[next++];
                var isHeld = isAsked && condition.WhyNot(subject) is null;
                seen[isHeld ? 1 : 0] |= isAsked;
                return isHeld;
        }
    }
}

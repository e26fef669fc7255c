namespace OciInterceptor.Commands.Replay;

/// <summary>The calls of one kind, by rule and by another property.</summary>
internal sealed class ReplayTotals
{
    internal long Count { get; private set; }

    internal ReplayGroups ByRule { get; } = new();

    internal ReplayGroups ByProperty { get; } = new();

    internal void Add(ReplayedCall call, string property)
    {
        Count++;
        foreach (var rule in call.Rules)
        {
            ByRule.Add(rule, call);
        }
        ByProperty.Add(property, call);
    }
}

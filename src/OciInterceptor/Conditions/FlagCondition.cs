using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when a fact about the subject is true, or false, as the policy wants it.</summary>
internal sealed record FlagCondition(string Name, bool Expected, Func<Subject, bool> Value) : ICondition
{
    public bool HoldsByDefault => !Expected;

    /// <summary>The declaration of such a condition.</summary>
    internal static ConditionType Type(string name, Controller controlledBy, string summary, Func<Subject, bool> value) =>
        new(name, controlledBy, Shape.Flag, summary, (when, member) => new FlagCondition(member, when.Flag(member), value));

    public string? WhyNot(Subject subject) =>
        Value(subject) == Expected ? null : $"{Name} is {(Expected ? "false" : "true")}";
}

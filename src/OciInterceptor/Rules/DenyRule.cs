using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Refuses the container, or the process that would join it, under a condition.</summary>
internal sealed record DenyRule : IProcessRule
{
    /// <summary>The message shown to the user.</summary>
    internal required string Message { get; init; }

    internal static RuleType Type => new(
        "deny",
        "Refuses the container. Needs a condition.",
        static members => new DenyRule { Message = members.Text("message") ?? "not allowed here" },
        new Member("message", Shape.Text, "The message for whoever started the container; by default \"not allowed here\"."))
    {
        NeedsCondition = true,
        FactMembers = ["message"],
        IsFreeText = true,
        IsForPeople = true,
    };

    /// <exception cref="DeniedException">Always.</exception>
    public RuntimeSpec Apply(RuntimeSpec spec) => throw new DeniedException(Message);

    /// <exception cref="DeniedException">Always.</exception>
    public Process Apply(Process process) => throw new DeniedException(Message);
}

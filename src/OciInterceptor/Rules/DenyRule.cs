using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Refuses the container, or the process that would join it; the condition says when.</summary>
internal sealed record DenyRule : IProcessRule
{
    /// <summary>What the person reads.</summary>
    internal required string Message { get; init; }

    internal static RuleType Type => new(
        "deny",
        "Refuses the container. Needs a condition.",
        static members => new DenyRule { Message = members.Text("message") ?? "not allowed here" },
        new Member("message", Shape.Text, "What the person reads who started the container."))
    {
        NeedsCondition = true,
    };

    /// <exception cref="DeniedException">Always.</exception>
    public RuntimeSpec Apply(RuntimeSpec spec) => throw new DeniedException(Message);

    /// <exception cref="DeniedException">Always.</exception>
    public Process Apply(Process process) => throw new DeniedException(Message);
}

using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Confines the process by an AppArmor profile.</summary>
/// <param name="Profile">The name of a loaded profile, or "unconfined".</param>
/// <param name="IfAbsent">Whether the container's own profile stays.</param>
internal sealed record ApparmorRule(string Profile, bool IfAbsent) : IProcessRule
{
    internal static RuleType Type => new(
        "apparmor",
        "Confines the process by an AppArmor profile.",
        static members => members.Text("profile") is { Length: > 0 } profile && !profile.Any(char.IsControl)
            ? new ApparmorRule(profile, members.Flag("ifAbsent"))
            : throw members.Error("profile", "profile must be the name of an AppArmor profile"),
        new Member("profile", Shape.Text, "The name of a loaded profile, or \"unconfined\".", IsRequired: true),
        new Member("ifAbsent", Shape.Flag, "Only where the container names no profile."));

    public bool Grants => true;

    // A process that joins without a profile gets the container's, to which this rule was applied.
    public Process Apply(Process process) => IfAbsent ? process : Set(process);

    RuntimeSpec IRule.Apply(RuntimeSpec spec) =>
        spec.MapProcess(process => IfAbsent && !string.IsNullOrEmpty(process.ApparmorProfile) ? process : Set(process));

    private Process Set(Process process) => (process with { ApparmorProfile = Profile }).OrSame(process);
}

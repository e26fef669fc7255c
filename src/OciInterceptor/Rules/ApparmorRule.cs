using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Confines the process by an AppArmor profile.</summary>
/// <param name="Profile">The name of a loaded profile, or "unconfined".</param>
/// <param name="IfAbsent">Whether the container's own profile stays.</param>
/// <param name="KeepUnconfined">Whether "unconfined" counts as a profile of its own.</param>
internal sealed record ApparmorRule(string Profile, bool IfAbsent, bool KeepUnconfined) : IProcessRule
{
    internal static RuleType Type => new(
        "apparmor",
        "Confines the process by an AppArmor profile.",
        static members => members.Text("profile") is not { Length: > 0 } profile || profile.Any(char.IsControl) ? throw members.Error("profile", "profile must be the name of an AppArmor profile")
            : members.Has("keepUnconfined") && !members.Flag("ifAbsent") ? throw members.Error("keepUnconfined", "keepUnconfined needs ifAbsent")
            : new ApparmorRule(profile, members.Flag("ifAbsent"), members.Flag("keepUnconfined")),
        new Member("profile", Shape.Text, "The name of a profile that is loaded in the kernel, or \"unconfined\".", IsRequired: true),
        new Member("ifAbsent", Shape.Flag, "Apply the profile only where the container names none, or \"unconfined\"."),
        new Member("keepUnconfined", Shape.Flag, "With ifAbsent: keep \"unconfined\"."))
    {
        FactMembers = ["profile"],
        WhyNotByFacts = static rule => ApparmorProfileName.HasUnconfined(((ApparmorRule)rule).Profile) ? "no fact may choose the AppArmor profile \"unconfined\"" : null,
    };

    public bool Grants => true;

    // A process that joins without a profile gets the container's, to which this rule was applied.
    public Process Apply(Process process) => string.IsNullOrEmpty(process.ApparmorProfile) && IfAbsent ? process : ApplyToNamed(process);

    RuntimeSpec IRule.Apply(RuntimeSpec spec) => spec.MapProcess(ApplyToNamed);

    private Process ApplyToNamed(Process process) => IfAbsent && IsConfined(process.ApparmorProfile) ? process : Set(process);

    private bool IsConfined(string? profile) => KeepUnconfined ? !string.IsNullOrEmpty(profile) : !ApparmorProfileName.IsUnconfined(profile);

    private Process Set(Process process) => (process with { ApparmorProfile = Profile }).OrSame(process);
}

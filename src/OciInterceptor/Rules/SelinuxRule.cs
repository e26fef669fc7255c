using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Runs the process in an SELinux context.</summary>
/// <param name="Label">user:role:type, followed by a level if the SELinux policy has levels.</param>
/// <param name="IfAbsent">Whether the container's own label stays.</param>
internal sealed record SelinuxRule(string Label, bool IfAbsent) : IProcessRule
{
    internal static RuleType Type => new(
        "selinux",
        "Runs the process in an SELinux context.",
        static members => members.Text("label") is { } label && IsContext(label)
            ? new SelinuxRule(label, members.Flag("ifAbsent"))
            : throw members.Error("label", "label must be an SELinux context such as \"system_u:system_r:container_t:s0:c1,c2\""),
        new Member("label", Shape.Text, "The context: user:role:type, or user:role:type:level.", IsRequired: true),
        new Member("ifAbsent", Shape.Flag, "Apply the label only where the container names none."))
    {
        FactMembers = ["label"],
        // "c0.c1023" are all categories, "s0-s15" all levels.
        FactSeparators = ".-",
        WhyNotByFacts = static rule => ((SelinuxRule)rule).Label.Split(':')[2] is var type && IsUnconfined(type) ? $"no fact may choose the SELinux type \"{type}\", which confines nothing" : null,
    };

    public bool Grants => true;

    // A process that joins without a label gets the container's, to which this rule was applied.
    public Process Apply(Process process) => IfAbsent ? process : Set(process);

    RuntimeSpec IRule.Apply(RuntimeSpec spec) =>
        spec.MapProcess(process => IfAbsent && !string.IsNullOrEmpty(process.SelinuxLabel) ? process : Set(process));

    private Process Set(Process process) => (process with { SelinuxLabel = Label }).OrSame(process);

    // The types of containers and of users that are not confined (container-selinux, selinux-policy).
    private static bool IsUnconfined(string type) => type is "spc_t" || type.StartsWith("unconfined_", StringComparison.Ordinal);

    private static bool IsContext(string label)
    {
        var parts = label.Split(':');
        return parts.Length >= 3 && parts.All(part => part.Length > 0) && !label.Any(c => char.IsControl(c) || c == ' ');
    }
}

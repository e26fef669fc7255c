using OciInterceptor.Host;

namespace OciInterceptor.Conditions;

/// <summary>Holds when something of the host is bind mounted, or when nothing is, as the policy wants it.</summary>
internal static class HasBindMountsCondition
{
    internal static ConditionType Type => FlagCondition.Type(
        "hasBindMounts",
        Controller.Author,
        "Whether anything of the host is bind mounted.",
        static subject => MountFacts.HasBinds(subject.Spec)) with
    {
        NeedsConfiguration = true,
    };
}

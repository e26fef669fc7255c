using OciInterceptor.Host;

namespace OciInterceptor.Conditions;

/// <summary>Holds when something of the host is bind mounted, or nothing is.</summary>
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

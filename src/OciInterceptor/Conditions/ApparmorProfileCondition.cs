namespace OciInterceptor.Conditions;

/// <summary>Holds when the name of the process's AppArmor profile matches; no profile is not an empty name.</summary>
internal static class ApparmorProfileCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "apparmorProfile",
        Controller.EngineUser,
        "Globs for the AppArmor profile.",
        static subject => subject.Process?.ApparmorProfile is { } profile ? [profile] : []);
}

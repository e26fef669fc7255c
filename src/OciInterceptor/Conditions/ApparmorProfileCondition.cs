using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Conditions;

/// <summary>Holds when the name of the process's AppArmor profile matches; no profile is not an empty name. Whatever the
/// kernel reads as "unconfined" also matches as that.</summary>
internal static class ApparmorProfileCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "apparmorProfile",
        Controller.EngineUser,
        "Globs for the AppArmor profile.",
        static subject => subject.Process?.ApparmorProfile is not { } profile ? []
            : profile is "" or ApparmorProfileName.Unconfined || !ApparmorProfileName.IsUnconfined(profile) ? [profile]
            : [profile, ApparmorProfileName.Unconfined]);
}

namespace OciInterceptor.Conditions;

/// <summary>Holds when the container is privileged, or is not.</summary>
internal static class PrivilegedCondition
{
    internal static ConditionType Type => FlagCondition.Type(
        "privileged",
        Controller.EngineUser,
        "Whether the container is privileged as Docker's --privileged makes it: it may use every device and could reach them.",
        Privilege.IsPrivileged);
}

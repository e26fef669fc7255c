namespace OciInterceptor.Conditions;

/// <summary>Holds when the process's SELinux label matches; no label is not an empty one.</summary>
internal static class SelinuxLabelCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "selinuxLabel",
        Controller.EngineUser,
        "Globs for the process's SELinux label.",
        static subject => subject.Process?.SelinuxLabel is { } label ? [label] : []);
}

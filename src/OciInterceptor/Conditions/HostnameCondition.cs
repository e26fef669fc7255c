namespace OciInterceptor.Conditions;

/// <summary>Holds when the container's host name matches.</summary>
internal static class HostnameCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "hostname",
        Controller.Author,
        "Globs for the host name.",
        static subject => subject.Spec?.Hostname is { } hostname ? [hostname] : []) with
    {
        NeedsConfiguration = true,
    };
}

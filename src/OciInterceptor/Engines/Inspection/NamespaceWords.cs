namespace OciInterceptor.Engines.Inspection;

/// <summary>Whether a container is in the host's namespace of a type, or in another.</summary>
internal static class NamespaceWords
{
    internal const string Host = "host";
    internal const string Private = "private";

    /// <summary>The types, as the specification names them and as /proc/PID/ns does.</summary>
    internal static ImmutableArray<(string Type, string File)> All =>
        [("pid", "pid"), ("network", "net"), ("mount", "mnt"), ("ipc", "ipc"), ("uts", "uts"), ("user", "user"), ("cgroup", "cgroup"), ("time", "time")];
}

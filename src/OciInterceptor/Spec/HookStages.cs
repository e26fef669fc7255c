namespace OciInterceptor.Spec;

/// <summary>The points of a container's life at which hooks run, by name.</summary>
internal static class HookStages
{
    internal static ImmutableArray<string> Names => ["prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"];

    /// <summary>Whether hooks of the stage run in the runtime's namespaces: their paths are the host's.</summary>
    internal static bool IsHosts(string stage) => stage is not ("createContainer" or "startContainer");
}

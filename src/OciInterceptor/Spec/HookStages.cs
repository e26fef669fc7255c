namespace OciInterceptor.Spec;

/// <summary>The points of a container's life at which hooks run, by name.</summary>
internal static class HookStages
{
    internal static ImmutableArray<string> Names => ["prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"];

    /// <summary>Whether hooks of the stage run in the runtime's namespaces: their paths are the host's.</summary>
    internal static bool IsHosts(string stage) => stage is not ("createContainer" or "startContainer");

    /// <summary>The hooks of a stage; default when there is no list.</summary>
    internal static ImmutableArray<Hook> Of(this Hooks hooks, string stage) => stage switch
    {
        "prestart" => hooks.Prestart,
        "createRuntime" => hooks.CreateRuntime,
        "createContainer" => hooks.CreateContainer,
        "startContainer" => hooks.StartContainer,
        "poststart" => hooks.Poststart,
        "poststop" => hooks.Poststop,
        _ => throw new ArgumentException($"{stage} is no stage", nameof(stage)),
    };

    /// <summary>The hooks with another list for a stage.</summary>
    internal static Hooks With(this Hooks hooks, string stage, ImmutableArray<Hook> list) => stage switch
    {
        "prestart" => hooks with { Prestart = list },
        "createRuntime" => hooks with { CreateRuntime = list },
        "createContainer" => hooks with { CreateContainer = list },
        "startContainer" => hooks with { StartContainer = list },
        "poststart" => hooks with { Poststart = list },
        "poststop" => hooks with { Poststop = list },
        _ => throw new ArgumentException($"{stage} is no stage", nameof(stage)),
    };
}

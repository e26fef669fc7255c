using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>Programs to run at points of the container's life, each list in its order (config.md, "POSIX-platform Hooks").</summary>
internal sealed record Hooks(JsonObject Json) : SpecObject(Json)
{
    /// <summary>After start is called, before the process runs; in the runtime's namespaces. Deprecated.</summary>
    internal ImmutableArray<Hook> Prestart { get => GetRecords("prestart"u8, static json => new Hook(json)); init => SetRecords("prestart"u8, value); }

    /// <summary>During create, before pivot_root(2); in the runtime's namespaces.</summary>
    internal ImmutableArray<Hook> CreateRuntime { get => GetRecords("createRuntime"u8, static json => new Hook(json)); init => SetRecords("createRuntime"u8, value); }

    /// <summary>During create, before pivot_root(2); in the container's namespaces, a path of the host.</summary>
    internal ImmutableArray<Hook> CreateContainer { get => GetRecords("createContainer"u8, static json => new Hook(json)); init => SetRecords("createContainer"u8, value); }

    /// <summary>During start, before the process runs; in the container, and a path there.</summary>
    internal ImmutableArray<Hook> StartContainer { get => GetRecords("startContainer"u8, static json => new Hook(json)); init => SetRecords("startContainer"u8, value); }

    /// <summary>After the process was started; in the runtime's namespaces.</summary>
    internal ImmutableArray<Hook> Poststart { get => GetRecords("poststart"u8, static json => new Hook(json)); init => SetRecords("poststart"u8, value); }

    /// <summary>After the container was deleted; in the runtime's namespaces.</summary>
    internal ImmutableArray<Hook> Poststop { get => GetRecords("poststop"u8, static json => new Hook(json)); init => SetRecords("poststop"u8, value); }

    /// <summary>The hooks of a stage; default when the list is absent.</summary>
    /// <param name="stage">One of <see cref="HookStages.Names"/>.</param>
    internal ImmutableArray<Hook> Of(string stage) => stage switch
    {
        "prestart" => Prestart,
        "createRuntime" => CreateRuntime,
        "createContainer" => CreateContainer,
        "startContainer" => StartContainer,
        "poststart" => Poststart,
        "poststop" => Poststop,
        _ => throw new ArgumentException($"unknown hook stage {stage}", nameof(stage)),
    };

    /// <summary>The hooks with another list for a stage.</summary>
    /// <param name="stage">One of <see cref="HookStages.Names"/>.</param>
    /// <param name="list">Default to remove the list.</param>
    internal Hooks With(string stage, ImmutableArray<Hook> list) => stage switch
    {
        "prestart" => this with { Prestart = list },
        "createRuntime" => this with { CreateRuntime = list },
        "createContainer" => this with { CreateContainer = list },
        "startContainer" => this with { StartContainer = list },
        "poststart" => this with { Poststart = list },
        "poststop" => this with { Poststop = list },
        _ => throw new ArgumentException($"unknown hook stage {stage}", nameof(stage)),
    };
}

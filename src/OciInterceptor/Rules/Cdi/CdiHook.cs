using OciInterceptor.Json;
using OciInterceptor.Rules.Hooks;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Cdi;

/// <summary>A hook that comes with a CDI device.</summary>
internal sealed record CdiHook(string Stage, Hook Hook)
{
    internal static readonly ImmutableArray<Member> Members =
    [
        new("hookName", new Shape.Word("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"), "When it runs.", IsRequired: true),
        new("path", Shape.Text, "The program.", IsRequired: true),
        new("args", Shape.Texts, "Its arguments, its name first."),
        new("env", Shape.Texts, "Its environment, NAME=value each."),
        new("timeout", Shape.Integer, "Seconds until it is ended."),
    ];

    internal static CdiHook Read(ObjectReader members)
    {
        var timeout = members.Number<int>("timeout");
        if (timeout <= 0)
        {
            throw members.Error("timeout", "timeout must be greater than 0");
        }
        var env = CdiEnvironment.Read(members, "env");
        return new CdiHook(members.Word("hookName")!, new Hook(JsonObject.Empty) with
        {
            Path = PolicyPath.OnHost(members, "path", members.Text("path")!),
            Args = members.Texts("args") is { IsEmpty: false } args ? args : default,
            Env = env.IsEmpty ? [AddedHook.SearchPath] : env,
            Timeout = timeout,
        });
    }

    /// <summary>Appends hooks so that each is present as often as it is named, counting those of an earlier application.</summary>
    internal static RuntimeSpec AddTo(RuntimeSpec spec, ImmutableArray<CdiHook> added)
    {
        var before = spec.Hooks ?? new Spec.Hooks(JsonObject.Empty);
        var hooks = before with
        {
            Prestart = With(before.Prestart, added, "prestart"),
            CreateRuntime = With(before.CreateRuntime, added, "createRuntime"),
            CreateContainer = With(before.CreateContainer, added, "createContainer"),
            StartContainer = With(before.StartContainer, added, "startContainer"),
            Poststart = With(before.Poststart, added, "poststart"),
            Poststop = With(before.Poststop, added, "poststop"),
        };
        return JsonValue.Same(hooks.Json, before.Json) ? spec : spec with { Hooks = hooks };
    }

    private static ImmutableArray<Hook> With(ImmutableArray<Hook> hooks, ImmutableArray<CdiHook> added, string stage)
    {
        var unclaimed = hooks.IsDefault ? [] : hooks.Select(hook => hook).ToList();
        foreach (var hook in added.Where(one => one.Stage == stage))
        {
            var known = unclaimed.FindIndex(other => JsonValue.Same(other.Json, hook.Hook.Json));
            if (known >= 0)
            {
                unclaimed.RemoveAt(known);
            }
            else
            {
                hooks = (hooks.IsDefault ? [] : hooks).Add(hook.Hook);
            }
        }
        return hooks;
    }
}

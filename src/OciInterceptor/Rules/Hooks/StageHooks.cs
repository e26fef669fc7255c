using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Hooks;

/// <summary>Hooks that a stage is to have, in order.</summary>
internal sealed record StageHooks(string Stage, ImmutableArray<Hook> Hooks)
{
    /// <summary>The configuration with those hooks that it does not have yet.</summary>
    internal RuntimeSpec AddTo(RuntimeSpec spec, bool isAfter)
    {
        var before = ListOf(spec, Stage);
        var missing = Hooks.RemoveAll(added => before.Any(known => AddedHook.AreSame(known, added)));
        return missing.IsEmpty ? spec : WithList(spec, Stage, isAfter ? before.AddRange(missing) : missing.AddRange(before));
    }

    /// <summary>A stage's hooks; empty if it has no list.</summary>
    internal static ImmutableArray<Hook> ListOf(RuntimeSpec spec, string stage) => spec.Hooks?.Of(stage) is { IsDefault: false } list ? list : [];

    internal static RuntimeSpec WithList(RuntimeSpec spec, string stage, ImmutableArray<Hook> list) =>
        spec with { Hooks = (spec.Hooks ?? new Spec.Hooks(Json.JsonObject.Empty)).With(stage, list) };
}

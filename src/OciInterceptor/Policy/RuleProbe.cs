using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Rules.Mounts;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Policy;

/// <summary>Tries a rule on an empty container, to find out what it writes whatever the container.</summary>
internal static class RuleProbe
{
    private static ReadOnlySpan<byte> Container => """
        {"ociVersion":"1.0.0","process":{"args":["sh"],"cwd":"/","user":{"uid":0,"gid":0},"capabilities":{}},"root":{"path":"rootfs"},"mounts":[],
        "linux":{"namespaces":[{"type":"pid"},{"type":"network"},{"type":"ipc"},{"type":"uts"},{"type":"mount"},{"type":"cgroup"}],"resources":{}}}
        """u8;

    /// <summary>What the runtime does not know of that; null if nothing is to be said.</summary>
    internal static RuntimeNotes? Notes(PolicyRule rule, Func<RuntimeAnswer> ask)
    {
        if (rule.Mode == Mode.Off || rule.OnUnsupported == OnUnsupported.Pass || rule.Rule is DenyRule or FilterRule or HooksDirRule { RunsPrograms: true })
        {
            return null;
        }
        var container = ContainerFor(rule.Rule);
        try
        {
            var probed = rule.Rule is CapabilitiesRule capabilities ? capabilities with { Request = static () => CapabilityRequest.None } : rule.Rule;
            return RuntimeNotes.Of(container, probed.Apply(new RuntimeSpec(container)).Json, ask);
        }
        catch (InterceptorException)
        {
            // It needs more than this container has.
            return null;
        }
    }

    private static JsonObject ContainerFor(IRule rule)
    {
        var container = (JsonObject)JsonText.Parse(Container.ToArray(), "container");
        return rule is MountOptionsRule { Mounts: var chosen } ? container.WithEntry("mounts", JsonBuilder.List(MountsFor(chosen))) : container;
    }

    // Those that the rule chooses, as far as that can be told.
    private static IEnumerable<JsonValue> MountsFor(MountSelector chosen) =>
        (chosen.Destinations.IsEmpty ? ["/x"] : chosen.Destinations.Map(Example)).Select(JsonValue (path) => MountAt(path.StartsWith('/') ? path : $"/{path}", chosen));

    // A file system of its own takes every option that a runtime does not; IDs are mapped for bind mounts.
    private static JsonObject MountAt(string destination, MountSelector chosen)
    {
        var type = chosen.IsBind is true ? "bind" : chosen.Types.IsEmpty ? "tmpfs" : Example(chosen.Types[0]);
        ImmutableArray<string> options = [.. type == "bind" ? (ReadOnlySpan<string>)["bind"] : [], .. chosen.Propagation.IsEmpty ? (ReadOnlySpan<string>)[] : [chosen.Propagation[0]]];
        return JsonBuilder.Object(
            ("destination", JsonScalar.Of(destination)), ("type", JsonScalar.Of(type)), ("source", JsonScalar.Of(chosen.Sources is [var path, ..] ? path : chosen.OtherSources is [var other, ..] ? Example(other) : "/x")),
            ("options", JsonBuilder.Texts(options)));
    }

    private static string Example(Glob pattern) => pattern.Pattern.Replace("**", "x", StringComparison.Ordinal).Replace('*', 'x').Replace('?', 'x');
}

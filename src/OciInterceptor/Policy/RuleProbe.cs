using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
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
            return RuntimeNotes.Of(container, rule.Rule.Apply(new RuntimeSpec(container)).Json, ask);
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
        return rule is MountOptionsRule { Destinations: var destinations }
            ? container.WithEntry("mounts", JsonBuilder.List(destinations.Select(JsonValue (pattern) => MountAt(pattern))))
            : container;
    }

    // Of a file system of its own, which takes every option that a runtime does not.
    private static JsonObject MountAt(Glob pattern)
    {
        var path = new StringBuilder(pattern.Pattern).Replace("**", "x").Replace('*', 'x').Replace('?', 'x').ToString();
        return JsonBuilder.Object(("destination", JsonScalar.Of(path.StartsWith('/') ? path : $"/{path}")), ("type", JsonScalar.Of("tmpfs")), ("source", JsonScalar.Of("tmpfs")));
    }
}

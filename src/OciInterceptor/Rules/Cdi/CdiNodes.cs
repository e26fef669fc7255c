using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Cdi;

/// <summary>Adds device nodes, replacing those with the same path, each with its cgroup rule.</summary>
internal static class CdiNodes
{
    /// <remarks>The nodes to add have their type and numbers.</remarks>
    internal static RuntimeSpec AddTo(RuntimeSpec spec, ImmutableArray<CdiDeviceNode> added) => added.IsEmpty ? spec : spec.MapLinux(linux =>
    {
        var nodes = linux.Devices.IsDefault ? [] : linux.Devices;
        var resources = linux.Resources ?? new LinuxResources(JsonObject.Empty);
        var rulesBefore = resources.Devices.IsDefault ? [] : resources.Devices;
        var rules = rulesBefore;
        foreach (var node in added)
        {
            nodes = nodes.RemoveAll(other => ContainerPath.Clean(other.Path) == node.Path).Add(node.Node(spec.Process?.User));
            rules = node.Type == "p" || node.Access.Length == 0 ? rules : Allow(rules, node);
        }
        linux = linux with { Devices = nodes };
        return rules.SameAs(rulesBefore) ? linux : linux with { Resources = resources with { Devices = rules } };
    });

    // After all others, even if one of those allows it already, as the reference implementation does.
    private static ImmutableArray<LinuxDeviceCgroup> Allow(ImmutableArray<LinuxDeviceCgroup> rules, CdiDeviceNode node)
    {
        var rule = DeviceAccess.Rule(true, node.Type!, node.Major, node.Minor, node.Access);
        bool IsTheSame(LinuxDeviceCgroup other) => other.Allow == true && other.Access == node.Access && DeviceAccess.IsExactly(other, node.Type!, node.Major, node.Minor);
        return rules.Any(IsTheSame) && DeviceAccess.Allows(rules, node.Type!, node.Major, node.Minor, node.Access)
            ? rules
            : rules.RemoveAll(IsTheSame).Add(rule);
    }
}

using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Sets the NUMA memory policy of the container's processes (set_mempolicy(2)).</summary>
/// <param name="Mode">MPOL_BIND, MPOL_INTERLEAVE …</param>
/// <param name="Nodes">The memory nodes, "0-3,7"; null for none.</param>
/// <param name="Flags">MPOL_F_STATIC_NODES …; default for no such member.</param>
internal sealed record MemoryPolicyRule(string Mode, string? Nodes, ImmutableArray<string> Flags) : IRule
{
    // The bound of runc, which is above that of any kernel.
    private const uint LastNode = 4095;

    private const string StaticNodes = "MPOL_F_STATIC_NODES";
    private const string RelativeNodes = "MPOL_F_RELATIVE_NODES";
    private const string NumaBalancing = "MPOL_F_NUMA_BALANCING";

    private static readonly Shape.Word _modes = new(
        "MPOL_DEFAULT", "MPOL_BIND", "MPOL_INTERLEAVE", "MPOL_WEIGHTED_INTERLEAVE", "MPOL_PREFERRED", "MPOL_PREFERRED_MANY", "MPOL_LOCAL");

    private static readonly Shape.Word _flags = new(StaticNodes, RelativeNodes, NumaBalancing);

    private static readonly ImmutableArray<Member> _value =
    [
        new("mode", _modes, "The mode.", IsRequired: true),
        new("nodes", Shape.Text, "The memory nodes: \"0-3,7\". Not for MPOL_DEFAULT and MPOL_LOCAL."),
        new("flags", new Shape.ListOf(_flags), "Flags of the mode."),
    ];

    internal static RuleType Type => new(
        "memory-policy",
        "Sets the NUMA memory policy of the container's processes.",
        Read,
        new Member("value", new Shape.Record(_value), "As linux.memoryPolicy in the runtime specification.", IsRequired: true));

    public bool Grants => true;

    public RuntimeSpec Apply(RuntimeSpec spec) => spec.MapLinux(linux => linux with
    {
        MemoryPolicy = (linux.MemoryPolicy ?? new LinuxMemoryPolicy(JsonObject.Empty)) with { Mode = Mode, Nodes = Nodes, Flags = Flags },
    });

    private static MemoryPolicyRule Read(ObjectReader members)
    {
        var value = members.Record("value", _value)!;
        var rule = new MemoryPolicyRule(
            value.Word("mode")!,
            value.Text("nodes"),
            value.Has("flags") ? value.Texts("flags") : default);
        CheckNodes(rule, value);
        CheckFlags(rule, value);
        return rule;
    }

    private static void CheckNodes(MemoryPolicyRule rule, ObjectReader value)
    {
        if (rule.Mode is "MPOL_DEFAULT" or "MPOL_LOCAL")
        {
            if (rule.Nodes is not null)
            {
                throw value.Error("nodes", $"{rule.Mode} takes no nodes");
            }
        }
        // MPOL_PREFERRED without nodes prefers the node of the CPU.
        else if (rule.Nodes is null && rule.Mode != "MPOL_PREFERRED")
        {
            throw value.Error("mode", $"{rule.Mode} needs nodes");
        }
        if (rule.Nodes is { } nodes && !NumberList.IsList(nodes, LastNode))
        {
            throw value.Error("nodes", $"nodes must be a list of memory nodes from 0 to {LastNode}, such as \"0-3,7\"");
        }
    }

    private static void CheckFlags(MemoryPolicyRule rule, ObjectReader value)
    {
        var flags = rule.Flags.IsDefault ? [] : rule.Flags;
        if (flags.FirstOrDefault(flag => !_flags.Words.Contains(flag)) is { } unknown)
        {
            throw value.Error("flags", unknown, $"unknown flag \"{unknown}\"{NearestName.Hint(unknown, _flags.Words)}");
        }
        if (flags.Contains(StaticNodes) && flags.Contains(RelativeNodes))
        {
            throw value.Error("flags", $"{StaticNodes} and {RelativeNodes} cannot be combined");
        }
        if (rule.Nodes is null && flags.FirstOrDefault(flag => flag is StaticNodes or RelativeNodes) is { } needsNodes)
        {
            throw value.Error("flags", needsNodes, $"{needsNodes} needs nodes");
        }
        if (flags.Contains(NumaBalancing) && rule.Mode is not ("MPOL_BIND" or "MPOL_PREFERRED_MANY"))
        {
            throw value.Error("flags", NumaBalancing, $"{NumaBalancing} is only valid with MPOL_BIND and MPOL_PREFERRED_MANY");
        }
    }
}

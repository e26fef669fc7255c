namespace OciInterceptor.Spec.Facts;

/// <summary>What the kernel takes as a NUMA memory policy (set_mempolicy(2)), in the words of the runtime-spec (config-linux.md, "Memory policy").</summary>
internal static class MemoryPolicyWords
{
    // The bound of runc, which is above that of any kernel.
    private const uint LastNode = 4095;

    private const string StaticNodes = "MPOL_F_STATIC_NODES";
    private const string RelativeNodes = "MPOL_F_RELATIVE_NODES";
    private const string NumaBalancing = "MPOL_F_NUMA_BALANCING";

    internal static ImmutableArray<string> Modes =>
        ["MPOL_DEFAULT", "MPOL_BIND", "MPOL_INTERLEAVE", "MPOL_WEIGHTED_INTERLEAVE", "MPOL_PREFERRED", "MPOL_PREFERRED_MANY", "MPOL_LOCAL"];

    internal static ImmutableArray<string> Flags => [StaticNodes, RelativeNodes, NumaBalancing];

    /// <summary>What is wrong with a policy of known words: the member, its item if it is one, and the cause; null if nothing is.</summary>
    internal static (string Member, string? Item, string Cause)? Fault(string mode, string? nodes, ImmutableArray<string> flags)
    {
        var isNodeless = mode is "MPOL_DEFAULT" or "MPOL_LOCAL";
        if (nodes is not null && isNodeless)
        {
            return ("nodes", null, $"{mode} takes no nodes");
        }
        // MPOL_PREFERRED without nodes prefers the node of the CPU.
        if (nodes is null && !isNodeless && mode != "MPOL_PREFERRED")
        {
            return ("mode", null, $"{mode} needs nodes");
        }
        if (nodes is not null && !NumberList.IsList(nodes, LastNode))
        {
            return ("nodes", null, $"nodes must be a list of memory nodes from 0 to {LastNode}, such as \"0-3,7\"");
        }
        if (flags.Contains(StaticNodes) && flags.Contains(RelativeNodes))
        {
            return ("flags", null, $"{StaticNodes} and {RelativeNodes} cannot be combined");
        }
        if (nodes is null && flags.FirstOrDefault(flag => flag is StaticNodes or RelativeNodes) is { } needsNodes)
        {
            return ("flags", needsNodes, $"{needsNodes} needs nodes");
        }
        return flags.Contains(NumaBalancing) && mode is not ("MPOL_BIND" or "MPOL_PREFERRED_MANY")
            ? ("flags", NumaBalancing, $"{NumaBalancing} is only valid with MPOL_BIND and MPOL_PREFERRED_MANY")
            : null;
    }
}

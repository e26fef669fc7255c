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
    private static readonly Shape.Word _modes = new(MemoryPolicyWords.Modes);

    private static readonly Shape.Word _flags = new(MemoryPolicyWords.Flags);

    private static readonly ImmutableArray<Member> _value =
    [
        new("mode", _modes, "The mode.", IsRequired: true),
        new("nodes", Shape.Text, "The memory nodes: \"0-3,7\". Required except for MPOL_PREFERRED; refused for MPOL_DEFAULT and MPOL_LOCAL."),
        new("flags", new Shape.ListOf(_flags), "The first two exclude each other and need nodes; the third is for MPOL_BIND and MPOL_PREFERRED_MANY."),
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
        var flags = rule.Flags.IsDefault ? [] : rule.Flags;
        if (flags.FirstOrDefault(flag => !_flags.Words.Contains(flag)) is { } unknown)
        {
            throw value.Error("flags", unknown, $"unknown flag \"{unknown}\"{NearestName.Hint(unknown, _flags.Words)}");
        }
        return MemoryPolicyWords.Fault(rule.Mode, rule.Nodes, flags) switch
        {
            null => rule,
            (var member, null, var cause) => throw value.Error(member, cause),
            var (member, item, cause) => throw value.Error(member, item!, cause),
        };
    }
}

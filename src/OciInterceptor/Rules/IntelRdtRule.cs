using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Gives the container a share of the processor's cache and memory bandwidth (resctrl), replacing the engine's settings.</summary>
internal sealed record IntelRdtRule : IRule
{
    private static readonly ImmutableArray<Member> _members =
    [
        new("closID", Shape.Text, "The class of service: a directory of resctrl."),
        new("schemata", Shape.Texts, "Whole lines for the schemata file."),
        new("l3CacheSchema", Shape.Text, "The L3 cache's bit masks: \"L3:0=7f0;1=1f\"."),
        new("memBwSchema", Shape.Text, "Memory bandwidth: \"MB:0=20;1=70\"."),
        new("enableMonitoring", Shape.Flag, "Whether the container gets a monitoring group of its own."),
    ];

    internal required LinuxIntelRdt Value { get; init; }

    internal static RuleType Type => new(
        "intel-rdt",
        "Gives the container a share of the processor's cache and memory bandwidth.",
        static members => new IntelRdtRule { Value = Read(members.Record("value", _members)!) },
        new Member("value", new Shape.Record(_members), "linux.intelRdt as in the runtime-spec.", IsRequired: true));

    public bool Grants => true;

    public RuntimeSpec Apply(RuntimeSpec spec) => spec.MapLinux(linux =>
        linux.IntelRdt is { } before && JsonValue.Same(before.Json, Value.Json) ? linux : linux with { IntelRdt = Value });

    private static LinuxIntelRdt Read(ObjectReader members)
    {
        var value = new LinuxIntelRdt(JsonObject.Empty) with
        {
            ClosId = members.Text("closID"),
            Schemata = members.Has("schemata") ? members.Texts("schemata") : default,
            L3CacheSchema = members.Text("l3CacheSchema"),
            MemBwSchema = members.Text("memBwSchema"),
            EnableMonitoring = members.Has("enableMonitoring") ? members.Flag("enableMonitoring") : null,
        };
        if (value.ClosId is { } name && !ResctrlWords.IsClass(name))
        {
            throw members.Error("closID", ResctrlWords.IsOfRoot(name) ? $"closID must not be {name}, which the root of resctrl has itself" : "closID must be the name of a directory, or \"/\"");
        }
        if (!value.Schemata.IsDefault && !value.Schemata.All(ResctrlWords.IsLine))
        {
            throw members.Error("schemata", "schemata must be a list of lines such as L3:0=7f0;1=1f");
        }
        RequireText(members, "l3CacheSchema", value.L3CacheSchema);
        RequireText(members, "memBwSchema", value.MemBwSchema);
        if (value.L3CacheSchema is { } cache && !cache.Split('\n').All(ResctrlWords.IsLine))
        {
            throw members.Error("l3CacheSchema", "l3CacheSchema must be a line such as L3:0=7f0;1=1f");
        }
        if (value.MemBwSchema is { } bandwidth && !ResctrlWords.IsBandwidth(bandwidth))
        {
            throw members.Error("memBwSchema", $"memBwSchema must be one line that begins with {ResctrlWords.MemoryBandwidth} and has a value for each domain");
        }
        return value;
    }

    private static void RequireText(ObjectReader members, string name, string? text) =>
        _ = text is not "" ? text : throw members.Error(name, $"{name} must not be empty");
}

using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Cdi;

/// <summary>Cache and memory bandwidth that come with a CDI device.</summary>
internal static class CdiIntelRdt
{
    internal static readonly ImmutableArray<Member> Members =
    [
        new("closID", Shape.Text, "The class of service."),
        new("schemata", Shape.Texts, "Lines for the schemata file."),
        new("l3CacheSchema", Shape.Text, "The L3 cache's bit masks."),
        new("memBwSchema", Shape.Text, "Memory bandwidth."),
        new("enableCMT", Shape.Flag, "Cache monitoring."),
        new("enableMBM", Shape.Flag, "Memory bandwidth monitoring."),
        new("enableMonitoring", Shape.Flag, "A monitoring group."),
    ];

    /// <summary>The value for linux.intelRdt.</summary>
    internal static JsonObject Read(CdiVersion version, ObjectReader edits, ObjectReader rdt)
    {
        version.Require("0.7.0", true, edits, "intelRdt");
        version.Require("1.1.0", rdt.Has("schemata"), rdt, "schemata");
        version.Require("1.1.0", rdt.Flag("enableMonitoring"), rdt, "enableMonitoring");
        version.RequireBefore("1.1.0", rdt.Flag("enableCMT"), rdt, "enableCMT");
        version.RequireBefore("1.1.0", rdt.Flag("enableMBM"), rdt, "enableMBM");
        var closId = rdt.Text("closID");
        if (closId is { Length: > 0 } && !ResctrlWords.IsClass(closId))
        {
            throw rdt.Error("closID", ResctrlWords.IsOfRoot(closId) ? $"closID must not be {closId}, which the root of resctrl has itself" : "closID must be the name of a directory, or \"/\"");
        }
        return JsonBuilder.Object(
            ("closID", Said(closId)),
            ("schemata", rdt.Texts("schemata") is { IsEmpty: false } lines ? JsonBuilder.Texts(lines) : null),
            ("l3CacheSchema", Said(rdt.Text("l3CacheSchema"))),
            ("memBwSchema", Said(rdt.Text("memBwSchema"))),
            ("enableCMT", Said(rdt.Flag("enableCMT"))),
            ("enableMBM", Said(rdt.Flag("enableMBM"))),
            ("enableMonitoring", Said(rdt.Flag("enableMonitoring"))));
    }

    private static JsonScalar? Said(string? text) => text is "" ? null : JsonBuilder.Text(text);

    private static JsonScalar? Said(bool flag) => flag ? JsonScalar.True : null;
}

using OciInterceptor.Commands.Output;
using OciInterceptor.Json;

namespace OciInterceptor.Commands.Report;

/// <summary>A report as JSON, for scripts.</summary>
internal static class ReportJson
{
    internal static string Of(TrailReport report) => IndentedJson.Text(JsonBuilder.Object(
        ("files", JsonBuilder.Texts(report.Files)),
        ("since", report.Since.Length == 0 ? null : JsonScalar.Of(report.Since)),
        ("first", report.CallCount == 0 ? null : JsonScalar.Of(report.First)),
        ("last", report.CallCount == 0 ? null : JsonScalar.Of(report.Last)),
        ("calls", JsonBuilder.List(report.Calls.All.Select(Call))),
        ("foreignLines", JsonScalar.OfNumber(report.ForeignLines)),
        ("firstForeignLine", JsonBuilder.Text(report.FirstForeign)),
        ("callsWithRulesLeftOut", JsonScalar.OfNumber(report.CutCalls)),
        ("microseconds", report.Durations.Count == 0 ? null : Times(report.Durations)),
        ("shadowFaults", JsonBuilder.List(report.ShadowFaults.All.Select(Fault))),
        ("rules", JsonBuilder.List(ReportRow.Of(report).Select(Rule))),
        ("groups", JsonBuilder.List(ReportRow.GroupsOf(report).Select(Group)))));

    private static JsonObject Call(KeyValuePair<(string Verb, string Result), Tally> call) => JsonBuilder.Object(
        ("verb", JsonScalar.Of(call.Key.Verb)), ("result", JsonScalar.Of(call.Key.Result)), ("count", JsonScalar.OfNumber(call.Value.Count)));

    private static JsonObject Times(Durations times) => JsonBuilder.Object(
        ("count", JsonScalar.OfNumber(times.Count)),
        ("sum", JsonScalar.OfNumber(times.Sum)),
        ("half", JsonScalar.OfNumber(times.Quantile(0.5))),
        ("of90Percent", JsonScalar.OfNumber(times.Quantile(0.9))),
        ("of99Percent", JsonScalar.OfNumber(times.Quantile(0.99))),
        ("longest", JsonScalar.OfNumber(times.Longest)));

    private static JsonObject Fault(KeyValuePair<(string Shadow, string Fault), Tally> fault) => JsonBuilder.Object(
        ("shadow", JsonScalar.Of(fault.Key.Shadow)), ("fault", JsonScalar.Of(fault.Key.Fault)), ("calls", JsonScalar.OfNumber(fault.Value.Count)));

    private static JsonObject Rule(ReportRow row) => JsonBuilder.Object(
        [
            ("name", JsonScalar.Of(row.Rule.Name)),
            ("type", JsonScalar.Of(row.Rule.Type)),
            ("origin", JsonScalar.Of(row.Rule.Origin)),
            ("shadow", row.Rule.Shadow.Length == 0 ? null : JsonScalar.Of(row.Rule.Shadow)),
            .. Effects(row.Effects),
            ("lastReason", JsonBuilder.Text(row.Effects.Reason)),
            ("lastContainer", JsonBuilder.Text(row.Effects.Container)),
            ("groups", JsonBuilder.List(row.Groups.Select(Group))),
        ]);

    private static JsonObject Group((GroupKey Group, EffectTally Effects) group) =>
        JsonBuilder.Object([("by", JsonScalar.Of(group.Group.By)), ("value", JsonScalar.Of(group.Group.Value)), .. Effects(group.Effects)]);

    private static (string Name, JsonValue? Value)[] Effects(EffectTally effects) =>
    [
        ("calls", JsonScalar.OfNumber(effects.Total)),
        ("refused", JsonScalar.OfNumber(effects[RuleEffect.Refused])),
        ("changed", JsonScalar.OfNumber(effects[RuleEffect.Changed])),
        ("wouldRefuse", JsonScalar.OfNumber(effects[RuleEffect.WouldRefuse])),
        ("wouldChange", JsonScalar.OfNumber(effects[RuleEffect.WouldChange])),
        ("skipped", JsonScalar.OfNumber(effects[RuleEffect.Skipped])),
    ];
}

using OciInterceptor.Json;

namespace OciInterceptor.Commands.Replay;

/// <summary>A replay as JSON, for scripts.</summary>
internal static class ReplayJson
{
    internal static string Of(ReplayReport report) => IndentedJson.Text(JsonBuilder.Object(
        ("record", JsonScalar.Of(report.Directory)),
        ("present", JsonBuilder.Texts(report.Present)),
        ("proposed", JsonBuilder.Texts(report.Proposed)),
        ("groupedBy", JsonScalar.Of(report.Property)),
        ("judged", Number(report.Judged)),
        ("unchanged", Number(report.Unchanged)),
        ("changed", Of(report.Changed)),
        ("newlyRefused", Of(report.Refused)),
        ("noLongerRefused", Of(report.Admitted)),
        ("otherThanRecorded", Number(report.OtherThanRecorded.Count)),
        ("otherThanRecordedExample", JsonBuilder.Text(report.OtherThanRecorded.Example)),
        ("redacted", Number(report.Redacted)),
        ("notJudged", JsonBuilder.Object(
            ("count", Number(report.NotJudged)),
            ("first", JsonBuilder.List(report.FirstNotJudged.Select(bad => JsonBuilder.Object(("record", JsonScalar.Of(bad.Name)), ("cause", JsonScalar.Of(bad.Cause))))))))));

    private static JsonObject Of(ReplayTotals totals) =>
        JsonBuilder.Object(("count", Number(totals.Count)), ("byRule", Of(totals.ByRule)), ("byGroup", Of(totals.ByProperty)));

    private static JsonObject Of(ReplayGroups groups) => JsonBuilder.Object(
        ("groups", Number(groups.Count)),
        ("leftOut", groups.LeftOut > 0 ? Number(groups.LeftOut) : null),
        ("first", JsonBuilder.List(groups.Top.Select(group => JsonBuilder.Object(
            ("name", JsonScalar.Of(group.Name)),
            ("count", Number(group.Count)),
            ("example", JsonScalar.Of(group.Example)),
            ("detail", JsonScalar.Of(group.Detail)))))));

    private static JsonScalar Number(long number) => JsonScalar.OfNumber(number);
}

using OciInterceptor.Engines.Inspection;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Output;

/// <summary>Inspections as JSON, for scripts. What a source does not know is left out.</summary>
internal static class InspectionJson
{
    internal static string Of(ImmutableArray<ContainerInspection> inspections, IReadOnlyList<InterceptorException> faults) => IndentedJson.Text(JsonBuilder.Object(
        ("containers", JsonBuilder.List(inspections.Select(Container))),
        ("faults", Faults(faults))));

    private static JsonObject Container(ContainerInspection inspection) => JsonBuilder.Object(
        ("engine", JsonBuilder.Text(inspection.Running.Engine.Length > 0 ? inspection.Running.Engine : null)),
        ("id", JsonScalar.Of(inspection.Running.Id)),
        ("name", JsonBuilder.Text(inspection.Name)),
        ("image", JsonBuilder.Text(inspection.Record?.Image)),
        ("program", JsonBuilder.Text(inspection.Running.Program)),
        ("record", JsonBuilder.Text(inspection.Record?.Source)),
        ("bundle", JsonBuilder.Text(inspection.Bundle)),
        ("process", inspection.Process is { } process ? JsonScalar.OfNumber(process.Id) : null),
        ("settings", JsonBuilder.List(inspection.Rows.Select(Row))),
        ("evidence", Evidence(inspection.Evidence)),
        ("faults", Faults(inspection.Faults)));

    private static JsonObject Row(SettingRow row) => JsonBuilder.Object(
        ("setting", JsonScalar.Of(row.Setting.Family)),
        ("item", JsonBuilder.Text(row.Setting.Item.Length > 0 ? row.Setting.Item : null)),
        ("engine", JsonBuilder.Text(row.Engine)),
        ("document", JsonBuilder.Text(row.Document)),
        ("process", JsonBuilder.Text(row.Process)),
        ("differs", JsonScalar.Of(row.Differs)),
        ("rules", row.Rules.IsEmpty ? null : JsonBuilder.Texts(row.Rules)));

    private static JsonObject Evidence(RuleEvidence evidence) => JsonBuilder.Object(
        ("source", JsonScalar.Of(evidence.Source switch { EvidenceSource.Audit => "audit", EvidenceSource.DebugOutput => "debug", EvidenceSource.PresentPolicy => "present", _ => "none" })),
        ("message", JsonScalar.Of(evidence.Sentence)),
        ("rules", JsonBuilder.List(evidence.Rules.Select(Rule))),
        ("holding", evidence.Holding.IsEmpty ? null : JsonBuilder.Texts(evidence.Holding)));

    // The operations' values may be secrets.
    private static JsonObject Rule(RuleTrace rule) => JsonBuilder.Object(
        ("name", JsonScalar.Of(rule.Name)),
        ("type", JsonScalar.Of(rule.Type)),
        ("origin", JsonScalar.Of(rule.Origin)),
        ("changes", JsonBuilder.List(rule.Changes.Select(change => JsonBuilder.Object(("op", JsonScalar.Of(change.Op)), ("path", JsonScalar.Of(change.Path)))))),
        ("leftOut", rule.IsLeftOut ? JsonScalar.True : null));

    private static JsonArray Faults(IEnumerable<InterceptorException> faults) => JsonBuilder.Texts(faults.Select(fault => fault.Message));
}

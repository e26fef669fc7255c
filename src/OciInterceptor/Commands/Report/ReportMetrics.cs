using System.Globalization;
using OciInterceptor.Commands.Output;

namespace OciInterceptor.Commands.Report;

/// <summary>A report as metrics, for the directory of text files of Prometheus' node exporter. Images and labels are not among them: their number is not bounded by the operator.</summary>
internal static class ReportMetrics
{
    internal static string Of(TrailReport report)
    {
        var text = new MetricsText();
        text.Add("calls_total", "counter", "Calls with a document in the audit trail, by verb and result.");
        foreach (var ((verb, result), tally) in report.Calls.All)
        {
            text.Sample("calls_total", Number(tally.Count), ("verb", verb), ("result", result));
        }
        text.Add("rule_decisions_total", "counter", "Decisions of rules, by what came of them; would_refuse and would_change are those of shadows and of rules in mode warn.");
        foreach (var row in ReportRow.Of(report))
        {
            foreach (var (word, effect) in (ReadOnlySpan<(string, RuleEffect)>)[
                ("none", RuleEffect.None), ("refused", RuleEffect.Refused), ("changed", RuleEffect.Changed),
                ("would_refuse", RuleEffect.WouldRefuse), ("would_change", RuleEffect.WouldChange), ("skipped", RuleEffect.Skipped)])
            {
                text.Sample(
                    "rule_decisions_total", Number(row.Effects[effect]),
                    ("rule", row.Rule.Name), ("type", row.Rule.Type), ("origin", row.Rule.Origin), ("shadow", row.Rule.Shadow), ("effect", word));
            }
        }
        AddDurations(text, report.Durations);
        text.Add("shadow_faults_total", "counter", "Calls in which a shadow was not evaluated.");
        foreach (var (shadow, count) in FaultsByShadow(report))
        {
            text.Sample("shadow_faults_total", Number(count), ("shadow", shadow));
        }
        text.Add("audit_foreign_lines_total", "counter", "Lines of the audit trail that are torn, or of something else.");
        text.Sample("audit_foreign_lines_total", Number(report.ForeignLines));
        return text.ToString();
    }

    private static void AddDurations(MetricsText text, Durations times)
    {
        text.Add("call_duration_seconds", "histogram", "How long the work of oci-interceptor took in calls with a document, up to their line in the audit trail.");
        for (var i = 0; i < Durations.Bounds.Length; i++)
        {
            text.Sample("call_duration_seconds_bucket", Number(times.Within(i)), ("le", Seconds(Durations.Bounds[i])));
        }
        text.Sample("call_duration_seconds_bucket", Number(times.Count), ("le", "+Inf"));
        text.Sample("call_duration_seconds_sum", Seconds(times.Sum));
        text.Sample("call_duration_seconds_count", Number(times.Count));
    }

    // Two faults of one shadow are one series.
    private static Dictionary<string, long> FaultsByShadow(TrailReport report)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var ((shadow, _), tally) in report.ShadowFaults.All)
        {
            counts[shadow] = tally.Count + (counts.TryGetValue(shadow, out var known) ? known : 0);
        }
        return counts;
    }

    private static string Seconds(long microseconds) => (microseconds / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}

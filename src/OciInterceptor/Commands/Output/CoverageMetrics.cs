using System.Globalization;
using System.Text;
using OciInterceptor.Engines.Coverage;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Output;

/// <summary>A coverage report as metrics, in the text format of Prometheus (version 0.0.4), for its node exporter's directory of text files.</summary>
internal sealed class CoverageMetrics
{
    private const string Prefix = "oci_interceptor_";

    private readonly StringBuilder _text = new();

    internal string Of(CoverageReport report, ImmutableArray<Diagnosis> checks)
    {
        Metric("build_info", "The version of oci-interceptor that wrote this.");
        Sample("build_info", "1", ("version", ProgramVersion.Text));
        Metric("door_policy_applies", "Whether containers started through this door get the policy: 1 yes, 0 no, NaN if none can be started or it cannot be determined.");
        foreach (var door in report.Doors)
        {
            Sample(
                "door_policy_applies",
                door.State switch { DoorState.Applies => "1", DoorState.Bypassed => "0", _ => "NaN" },
                ("engine", door.Engine), ("door", door.Runtime.Name), ("path", door.Runtime.Path), ("default", door.Runtime.IsDefault ? "true" : "false"), ("policy", CoverageJson.Word(door.State)));
        }
        Metric("containers", "Running containers by the policy that they were started under.");
        foreach (var engine in report.Containers.Select(container => container.Running.Engine).Distinct())
        {
            foreach (var age in PolicyAgeWord.All)
            {
                Sample("containers", Number(report.Containers.Count(container => container.Running.Engine == engine && container.Policy == age)), ("engine", engine), ("policy", PolicyAgeWord.Of(age)));
            }
        }
        Metric("leftovers", "Files that earlier installations have left behind.");
        Sample("leftovers", Number(report.Leftovers.Length));
        Metric("findings", "Findings of oi-status by their condition.");
        var findings = checks.AddRange(report.Findings);
        foreach (var condition in HealthWord.All)
        {
            Sample("findings", Number(findings.Count(finding => HealthWord.Of(finding.Condition) == condition)), ("condition", condition));
        }
        return _text.ToString();
    }

    private void Metric(string name, string help) =>
        _text.Append("# HELP ").Append(Prefix).Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(Prefix).Append(name).Append(" gauge\n");

    private void Sample(string name, string value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(Prefix).Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
        }
        _text.Append(labels.IsEmpty ? "" : "}").Append(' ').Append(value).Append('\n');
    }

    // As in every output, control characters are escaped first, line breaks among them.
    private static string Escaped(string value) => OneLine.Of(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}

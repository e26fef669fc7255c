using System.Globalization;
using OciInterceptor.Engines.Coverage;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Output;

/// <summary>A coverage report as metrics, in the text format of Prometheus (version 0.0.4), for its node exporter's directory of text files.</summary>
internal sealed class CoverageMetrics
{
    private readonly MetricsText _text = new();

    internal string Of(CoverageReport report, ImmutableArray<Diagnosis> checks)
    {
        _text.Add("build_info", "gauge", "The version of oci-interceptor that wrote this.");
        _text.Sample("build_info", "1", ("version", ProgramVersion.Text));
        _text.Add("door_policy_applies", "gauge", "Whether containers started through this door get the policy: 1 yes, 0 no, NaN if none can be started or it cannot be determined.");
        foreach (var door in report.Doors)
        {
            _text.Sample(
                "door_policy_applies",
                door.State switch { DoorState.Applies => "1", DoorState.Bypassed => "0", _ => "NaN" },
                ("engine", door.Engine), ("door", door.Runtime.Name), ("path", door.Runtime.Path), ("default", door.Runtime.IsDefault ? "true" : "false"), ("policy", CoverageJson.Word(door.State)));
        }
        _text.Add("containers", "gauge", "Running containers by the policy that they were started under.");
        foreach (var engine in report.Containers.Select(container => container.Running.Engine).Distinct())
        {
            foreach (var age in PolicyAgeWord.All)
            {
                _text.Sample("containers", Number(report.Containers.Count(container => container.Running.Engine == engine && container.Policy == age)), ("engine", engine), ("policy", PolicyAgeWord.Of(age)));
            }
        }
        _text.Add("leftovers", "gauge", "Files that earlier installations have left behind.");
        _text.Sample("leftovers", Number(report.Leftovers.Length));
        _text.Add("findings", "gauge", "Findings of oi-status by their condition.");
        var findings = checks.AddRange(report.Findings);
        foreach (var condition in HealthWord.All)
        {
            _text.Sample("findings", Number(findings.Count(finding => HealthWord.Of(finding.Condition) == condition)), ("condition", condition));
        }
        return _text.ToString();
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}

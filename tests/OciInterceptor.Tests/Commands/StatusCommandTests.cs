using System.Text;
using System.Text.Json.Nodes;
using OciInterceptor.Commands;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Commands;

/// <summary>oi-status and oi-doctor: how their reports are written, and their exit codes.</summary>
public sealed class StatusCommandTests : IDisposable
{
    private const string Ours = "/opt/oci-interceptor";
    private const string Tasks = "/run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby";

    private readonly CheckRun _run = new();

    public StatusCommandTests()
    {
        _run.WithDocker(Ours).WithPolicy("{'rules':[{'type':'umask','value':'0077'}]}").Machine.WithInterceptor(Ours).WithProgram("runc", "runc version 1.5.3\n");
        _run.Machine.With($"{Tasks}/c1/config.json").With($"{Tasks}/c1/runtime", "runc").With($"{Tasks}/c1/init.pid", "1").With("/proc/1/comm", "init\n");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_report_for_people_has_a_line_for_each_door_and_one_for_its_reason() => Text(new StatusCommand(), 0).Should().Be($"""
        docker  /usr/bin/dockerd
          runc runc
            policy does not apply: /usr/bin/runc is not the interceptor
          oi0 {Ours}  (default)
            policy applies: 1 rule
          io.containerd.runc.v2 runc
            policy does not apply: /usr/bin/runc is not the interceptor
          build runc
            policy does not apply: /usr/bin/runc is not the interceptor
        1 running container, by policy: 1 none
          docker: c1 through runc: it was started without the interceptor
        docker: oi0 becomes /usr/bin/runc

        """);

    [Fact]
    public void A_builder_without_an_engine_has_a_block_of_its_own()
    {
        using var run = new CheckRun();
        run.Machine.WithProgram("buildah").WithProgram("crun");
        Text(new StatusCommand(), 0, run).Should().Be("No engine was found.\nbuildah\n  crun crun  (default)\n    policy does not apply: /usr/bin/crun is not the interceptor\n");
    }

    [Fact]
    public void Scripts_get_everything()
    {
        var report = JsonNode.Parse(Text(new StatusCommand(), 0, arguments: ["--output", "json"]))!;

        report.AsObject().Select(member => member.Key).Should().Equal("engines", "doors", "containers", "leftovers", "findings");
        report["engines"]![0]!.ToJsonString().Should().Be("""{"engine":"docker","program":"/usr/bin/dockerd","defaultRuntime":"oi0","faults":[]}""");
        var door = report["doors"]![1]!.AsObject();
        door["digest"]!.GetValue<string>().Should().StartWith("sha256:");
        door.Remove("digest");
        door.ToJsonString().Should().Be($$"""{"engine":"docker","name":"oi0","path":"{{Ours}}","arguments":[],"source":"/etc/docker/daemon.json","default":true,"interceptor":true,"policy":"applies","reason":"1 rule","becomes":"/usr/bin/runc","rules":1}""");
        report["containers"]!.ToJsonString().Should().Be("""[{"engine":"docker","id":"c1","program":"runc","door":"runc","policy":"none"}]""");
        report["findings"]!.AsArray().Select(finding => $"{finding!["condition"]} {finding["check"]}").Should().Equal(
            "OK registration", "OK version", "OK runtime", "OK policy", "WARNING door", "WARNING door", "WARNING door", "WARNING container");
    }

    [Fact]
    public void Metrics_are_in_the_text_format_of_Prometheus()
    {
        _run.Machine.With("/etc/docker/daemon.json", $"{{'runtimes':{{'a\\\\\\'\\nb':{{'path':'{Ours}'}},'gone':{{'path':'/gone'}}}}}}");
        Text(new StatusCommand(), 0, arguments: ["--output", "prometheus"]).Should().Be($$"""
            # HELP oci_interceptor_build_info The version of oci-interceptor that wrote this.
            # TYPE oci_interceptor_build_info gauge
            oci_interceptor_build_info{version="{{ProgramVersion.Text}}"} 1
            # HELP oci_interceptor_door_policy_applies Whether containers started through this door get the policy: 1 yes, 0 no, NaN if none can be started or it cannot be determined.
            # TYPE oci_interceptor_door_policy_applies gauge
            oci_interceptor_door_policy_applies{engine="docker",door="runc",path="runc",default="true",policy="bypassed"} 0
            oci_interceptor_door_policy_applies{engine="docker",door="a\\\"\\u000ab",path="{{Ours}}",default="false",policy="applies"} 1
            oci_interceptor_door_policy_applies{engine="docker",door="gone",path="/gone",default="false",policy="closed"} NaN
            oci_interceptor_door_policy_applies{engine="docker",door="io.containerd.runc.v2",path="runc",default="false",policy="bypassed"} 0
            oci_interceptor_door_policy_applies{engine="docker",door="build",path="runc",default="false",policy="bypassed"} 0
            # HELP oci_interceptor_containers Running containers by the policy that they were started under.
            # TYPE oci_interceptor_containers gauge
            oci_interceptor_containers{engine="docker",policy="present"} 0
            oci_interceptor_containers{engine="docker",policy="earlier"} 0
            oci_interceptor_containers{engine="docker",policy="none"} 1
            oci_interceptor_containers{engine="docker",policy="not recorded"} 0
            # HELP oci_interceptor_leftovers Files that earlier installations have left behind.
            # TYPE oci_interceptor_leftovers gauge
            oci_interceptor_leftovers 1
            # HELP oci_interceptor_findings Findings of oi-status by their condition.
            # TYPE oci_interceptor_findings gauge
            oci_interceptor_findings{condition="OK"} 4
            oci_interceptor_findings{condition="WARNING"} 5
            oci_interceptor_findings{condition="UNKNOWN"} 0
            oci_interceptor_findings{condition="PROBLEM"} 0

            """);
    }

    /// <summary>Ways round the policy, containers without it and leftovers are for --strict; what does not work is for all.</summary>
    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(false, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 1)]
    public void The_exit_code_is_for_monitoring(bool isBroken, bool isStrict, int expected)
    {
        _run.Machine.Runtimes[Ours] = isBroken ? "!no runtime" : "/usr/bin/runc";
        Text(new StatusCommand(), expected, arguments: isStrict ? ["--strict"] : []);
    }

    [Fact]
    public void What_cannot_be_read_gives_its_own_exit_code()
    {
        _run.Machine.Unreadable.Add("/run/crun/*/status");
        Text(new StatusCommand(), 2).Should().EndWith("\ncannot read /run/crun/*/status: Permission denied\n");
        Text(new StatusCommand(), 1, arguments: ["--strict"]);
    }

    [Fact]
    public void Leftovers_are_told()
    {
        _run.Machine.WithProgram("runc-real");
        Text(new StatusCommand(), 0).Should().Contain("\nleft over: /usr/bin/runc-real: it was put aside for the interceptor, but /usr/bin/runc is another program: install again, or remove it\n");
    }

    [Theory]
    [InlineData("{'rules':[{'type':'umask','value':'0077'}]}", false, 2)]
    [InlineData("{}", false, 2)]
    [InlineData("{}", true, 1)]
    public void A_warning_counts_for_the_doctor_if_it_is_strict(string policy, bool isStrict, int expected)
    {
        // The machine has no control groups, which is unknown.
        _run.WithPolicy(policy);
        var text = Text(new DoctorCommand(), expected, arguments: isStrict ? ["--strict"] : []);

        text.Split('\n').Select(line => line.Split(' ')[0]).Where(word => word.Length > 0).Distinct().Should().BeSubsetOf(["OK", "WARNING", "UNKNOWN", "PROBLEM"]);
        text.Contains("\nWARNING  policy: docker: oi0 has no rule", StringComparison.Ordinal).Should().Be(policy == "{}");
    }

    [Fact]
    public void A_judged_escape_is_left_out()
    {
        _run.Machine.WithProgram("runc", "runc version 1.5.2\n");
        Text(new DoctorCommand(), 1, arguments: ["--output", "json"]).Should().Contain("\"id\": \"CVE-2026-119101\"").And.Contain("\"source\": \"https://github.com/opencontainers/runc/releases/tag/v1.5.3\"");
        Text(new DoctorCommand(), 2, arguments: ["--ignore", "CVE-2026-119101", "--ignore", "CVE-2020-0001"]).Should().Contain("affects it; ignored: CVE-2026-119101\n");
    }

    [Fact]
    public void Each_finding_has_a_condition_a_check_and_a_message_for_scripts()
    {
        var findings = JsonNode.Parse(Text(new DoctorCommand(), 2, arguments: ["--output", "json"]))!.AsArray();

        findings.Should().NotBeEmpty();
        foreach (var finding in findings)
        {
            finding!.AsObject().Select(member => member.Key).Take(3).Should().Equal("condition", "check", "message");
            finding["condition"]!.GetValue<string>().Should().BeOneOf("OK", "WARNING", "PROBLEM", "UNKNOWN");
        }
    }

    [Fact]
    public void What_is_OK_is_green_on_a_terminal_and_a_problem_red()
    {
        _run.Machine.WithProgram("runc", "runc version 1.5.2\n");
        var report = new DoctorCommand().Run([], new CommandContext(RawArguments.Of("oi-doctor").Options, _run.Paths, _run.Machine) { Terminal = new Terminal { HasColour = true } });

        var lines = Encoding.UTF8.GetString(report.Output.Span).Split('\n');
        lines.Where(line => line.Contains("OK ", StringComparison.Ordinal)).Should().NotBeEmpty().And.OnlyContain(line => line.StartsWith("\u001b[32m", StringComparison.Ordinal));
        lines.Where(line => line.Contains("PROBLEM ", StringComparison.Ordinal)).Should().NotBeEmpty().And.OnlyContain(line => line.StartsWith("\u001b[31m", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-119101")]
    [InlineData("CVE-26-119101")]
    [InlineData("CVE-202x-119101")]
    [InlineData("CVE-2026-119")]
    [InlineData("CVE-2026-11910x")]
    [InlineData("cve-2026-119101")]
    [InlineData("")]
    public void What_is_not_a_CVE_number_cannot_be_ignored(string id) =>
        FluentActions.Invoking(() => Text(new DoctorCommand(), 0, arguments: ["--ignore", id])).Should().Throw<InterceptorException>().WithMessage($"invalid --ignore \"{id}\": want a CVE number such as CVE-2024-21626");

    private string Text(OiCommand command, int exitCode, CheckRun? run = null, params string[] arguments)
    {
        run ??= _run;
        var result = command.Run(arguments, new CommandContext(RawArguments.Of(command.Name).Options, run.Paths, run.Machine) { Terminal = new Terminal() });
        result.ExitCode.Should().Be(exitCode);
        return Encoding.UTF8.GetString(result.Output.Span);
    }
}

using OciInterceptor.Engines.Coverage;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Coverage;

/// <summary>Running containers, each with its door and the policy that it was started under.</summary>
public sealed class CoverageReportTests : IDisposable
{
    private const string Ours = "/opt/oci-interceptor";
    private const string Docker = "/run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby";
    private const string Pods = "/run/containerd/io.containerd.runtime.v2.task/k8s.io";
    private const string Audit = "/var/log/audit.jsonl";

    private readonly CheckRun _run = new();

    public CoverageReportTests() =>
        _run.WithDocker(Ours).WithPolicy($"{{'audit':{{'file':'{Audit}'}},'rules':[{{'type':'umask','value':'0077'}}]}}").Machine.WithInterceptor(Ours).WithDirectory("/var/log");

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(Docker, "docker")]
    [InlineData(Pods, "containerd")]
    [InlineData("/srv/state/io.containerd.runtime.v2.task/default", "containerd")]
    [InlineData("/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io", "k3s")]
    [InlineData("/run/containerd/io.containerd.runtime.v2.task/moby", "docker")]
    public void A_container_of_a_shim_is_in_its_directory(string tasks, string engine)
    {
        if (tasks.StartsWith("/srv", StringComparison.Ordinal))
        {
            _run.Machine.With("/proc/9/comm", "containerd-shim\n").Links["/proc/9/cwd"] = $"{tasks}/c1";
        }
        Shim(tasks, "c1", Ours);
        Report().Containers.Select(container => (container.Running.Engine, container.Running.Id, container.Running.Program)).Should().Equal((engine, "c1", Ours));
    }

    /// <summary>RKE2 is made of k3s, and keeps its name for the directory.</summary>
    [Theory]
    [InlineData("k3s", "k3s: c1 through runc: it was started without the interceptor")]
    [InlineData("rke2", "rke2: c1 through runc: it was started without the interceptor")]
    [InlineData("k3s rke2", "rke2: c1 through runc: it was started without the interceptor")]
    public void A_pod_of_a_distribution_of_Kubernetes_has_the_door_of_its_configuration(string name, string expected)
    {
        Array.ForEach(name.Split(' '), Rancher);
        Shim("/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io", "c1", "");
        var container = Report().Containers.Single();

        $"{CoverageReport.Title(container)}: {CoverageReport.Sentence(container.Policy)}".Should().Be(expected);
    }

    [Fact]
    public void A_default_that_is_the_interceptor_may_have_judged_the_start()
    {
        Rancher("k3s");
        _run.Machine.WithInterceptor("/var/lib/rancher/k3s/data/current/bin/runc");
        Shim("/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io", "c1", "");
        Report().Containers.Single().Policy.Should().Be(PolicyAge.NotRecorded);
    }

    [Fact]
    public void A_shim_whose_container_has_ended_counts_no_more()
    {
        Shim(Docker, "c1", Ours, isRunning: false);
        Shim(Docker, "c2", Ours);
        _run.Machine.With($"{Docker}/c2/init.pid", "2\n");
        _run.Machine.With($"{Docker}/c3/config.json");
        Report().Containers.Should().BeEmpty();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    public void A_container_whose_process_is_not_known_may_run(string pid)
    {
        Shim(Docker, "c1", Ours);
        _run.Machine.With($"{Docker}/c1/init.pid", pid);
        var report = Report();

        report.Containers.Select(container => container.Running.Id).Should().Equal("c1");
        report.Findings.Select(finding => $"{finding.Condition} {finding.Message}").Should().Contain($"Unknown {Docker}/c1/init.pid: it has no process ID, so whether the container runs is not known");
    }

    [Theory]
    [InlineData("-c\0id1\0-r\0/usr/bin/crun\0--exit-command\0/usr/bin/podman", "podman")]
    [InlineData("--cid=id1\0--runtime=/usr/bin/crun\0--exit-dir\0/x", "crio")]
    public void A_monitor_names_its_container_and_its_program(string arguments, string engine)
    {
        _run.Machine.With("/proc/77/comm", "conmon\n").With("/proc/77/cmdline", $"conmon\0{arguments}\0").With("/proc/78/comm", "conmon\n").With("/proc/78/cmdline", $"conmon\0{arguments}\0")
            .With("/proc/self/comm", "conmon\n").With("/proc/79/comm", "sh\n").With("/proc/79/cmdline", "sh\0-c\0id2\0-r\0/x\0").With("/proc/80/comm", "conmon\n");
        Report().Containers.Select(container => (container.Running.Engine, container.Running.Id, container.Running.Program)).Should().Equal((engine, "id1", "/usr/bin/crun"));
    }

    /// <summary>Any user may name a process so: its container would raise an alarm, or hide another of that ID.</summary>
    [Fact]
    public void A_monitor_or_a_shim_of_another_user_names_none()
    {
        _run.Machine.With("/proc/77/comm", "conmon\n").With("/proc/77/cmdline", "conmon\0-c\0id1\0-r\0/usr/bin/crun\0").With("/proc/78/comm", "containerd-shim\n")
            .With("/srv/ns/c1/config.json").With("/srv/ns/c1/init.pid", "78").Links["/proc/78/cwd"] = "/srv/ns/c1";
        _run.Machine.WithDirectory("/proc/78");
        Report().Containers.Select(container => container.Running.Id).Should().Equal("c1", "id1");

        _run.Machine.Untrusted["/proc/77"] = _run.Machine.Untrusted["/proc/78"] = "another user's";

        Report().Containers.Should().BeEmpty();
    }

    /// <summary>An engine may have mounts of its own: its containers run all the same, but their bundles cannot be looked at.</summary>
    [Fact]
    public void A_monitor_with_other_mounts_has_no_bundle_here_and_a_shim_with_such_leads_nowhere()
    {
        _run.Machine.With("/srv/ns/c1/config.json").With("/srv/ns/c1/init.pid", "78").With("/proc/78/comm", "containerd-shim\n").Links["/proc/78/cwd"] = "/srv/ns/c1";
        _run.Machine.With("/proc/77/comm", "conmon\n").With("/proc/77/cmdline", "conmon\0-c\0id1\0-b\0/srv/ns/c1\0-r\0/usr/bin/crun\0").WithDirectory("/proc/78");
        Report().Containers.Select(container => container.Running.Bundle).Should().Equal("/srv/ns/c1", "/srv/ns/c1");

        _run.Machine.Untrusted["/proc/77/root"] = _run.Machine.Untrusted["/proc/78/root"] = "another";

        Report().Containers.Select(container => (container.Running.Id, container.Running.Bundle)).Should().Equal(("id1", null));
    }

    /// <summary>As where /run is bound to another place: a shim knows one path, the configuration the other.</summary>
    [Fact]
    public void A_bundle_by_two_paths_is_one_container()
    {
        Shim(Docker, "c1", Ours);
        Shim("/srv/state/moby", "c1", Ours);
        _run.Machine.With("/proc/9/comm", "containerd-shim\n").Links["/proc/9/cwd"] = "/srv/state/moby/c1";
        Report().Containers.Select(container => container.Running.Bundle).Should().Equal($"{Docker}/c1");
    }

    /// <summary>Namespaces of containerd, and Docker's, do not share IDs.</summary>
    [Fact]
    public void Two_containers_of_one_ID_are_two()
    {
        Shim(Docker, "web", Ours);
        Shim(Pods, "web", "runc");
        _run.Machine.With($"{Pods}/web/init.pid", "3").WithDirectory("/proc/3");
        Report().Containers.Select(container => (container.Running.Engine, container.Running.Program)).Should().BeEquivalentTo([("docker", Ours), ("containerd", "runc")]);
    }

    [Fact]
    public void A_container_that_was_run_by_hand_is_in_its_runtimes_state()
    {
        Shim(Docker, "c1", Ours);
        _run.Machine.With("/proc/5/comm", "sh\n").With("/run/runc/hand/state.json", "{'id':'hand','init_process_pid':5}").With("/run/runc/dead/state.json", "{'init_process_pid':6}")
            .With("/run/crun/c1/status", "{'pid':5}").With("/run/crun/other/status", "{'pid':5}").With("/run/crun/odd/status", "[]");
        Report().Containers.Select(container => container.Running.Id).Should().Equal("c1", "hand", "other");
    }

    [Fact]
    public void The_audit_trail_tells_the_policy_of_a_start()
    {
        foreach (var id in (string[])["now", "before", "unknown", "entered", "denied", "renewed"])
        {
            Shim(Docker, id, Ours);
        }
        Shim(Docker, "plain", "runc");
        var digest = DoorList.Of(_run.Context())[1].Digest!;
        _run.Machine.With(Audit, string.Concat(
            Line("now", "create", digest), Line("before", "run", "sha256:1"), Line("entered", "exec", digest), Line("denied", "create", digest, "refused"),
            Line("renewed", "create", "sha256:1", time: "2026-01-01T00:00:00.000Z"), Line("renewed", "create", digest, time: "2026-01-02T00:00:00.000Z"), "garbage\n", Line("other", "create", digest)));

        Report().Containers.ToDictionary(container => container.Running.Id, container => container.Policy).Should().Equal(new Dictionary<string, PolicyAge>
        {
            ["now"] = PolicyAge.Present,
            ["before"] = PolicyAge.Earlier,
            ["unknown"] = PolicyAge.NotRecorded,
            ["entered"] = PolicyAge.NotRecorded,
            ["denied"] = PolicyAge.NotRecorded,
            ["renewed"] = PolicyAge.Present,
            ["plain"] = PolicyAge.None,
        });
    }

    /// <summary>As after "oi-uninstall docker" and "docker restart": the ID is the same, and the line is that of the start before.</summary>
    [Fact]
    public void A_line_of_an_earlier_start_does_not_count_for_a_container_that_was_started_anew()
    {
        Shim(Docker, "c1", "runc");
        _run.Machine.With(Audit, Line("c1", "create", DoorList.Of(_run.Context())[1].Digest!)).With("/run/docker/runtime-runc/moby/c1/state.json", "{'init_process_pid':1,'created':'2026-01-01T00:00:01Z'}");
        Report().Containers.Single().Policy.Should().Be(PolicyAge.Present);

        _run.Machine.With("/run/docker/runtime-runc/moby/c1/state.json", "{'init_process_pid':1,'created':'2026-01-01T08:00:00Z'}");

        Report().Containers.Single().Policy.Should().Be(PolicyAge.None);
    }

    /// <summary>A call that is just being written has no line end yet; the ID of a line is its first.</summary>
    [Fact]
    public void A_trail_may_end_in_its_last_line()
    {
        Shim(Docker, "c1", Ours);
        _run.Machine.With(Audit, Line("c1", "create", "sha256:1").TrimEnd('\n').Replace("}", ",'more':{'containerId':'zz'}}", StringComparison.Ordinal));

        Report().Containers.Single().Digest.Should().Be("sha256:1");
    }

    [Fact]
    public void Rotated_audit_files_are_read_and_the_last_start_counts()
    {
        Shim(Docker, "c1", Ours);
        _run.Machine.With(Audit + ".5", Line("c1", "create", "sha256:5", time: "2026-01-01T00:00:00.000Z")).With(Audit + ".1", Line("c1", "restore", "sha256:1", time: "2026-01-02T00:00:00.000Z"));
        var container = Report().Containers.Single();

        (container.Digest, container.Time, container.Policy).Should().Be(("sha256:1", "2026-01-02T00:00:00.000Z", PolicyAge.Earlier));
    }

    /// <summary>As after a full disk, or a machine that lost its power.</summary>
    [Fact]
    public void A_torn_line_does_not_hide_the_rest()
    {
        Shim(Docker, "c1", Ours);
        _run.Machine.With(Audit, Line("c1", "create", "sha256:1") + "{'time':'2026-01-01','containerId':'c1','verb':'cr\n{'ti\n\n" + Line("c1", "create", "sha256:2"));
        var report = Report();

        report.Containers.Single().Digest.Should().Be("sha256:2");
        report.Findings.Where(finding => finding.Condition == Health.Unknown).Should().ContainSingle().Which.Message.Should()
            .Be($"{Audit}:2: the line is damaged, and may be the start of a container (2 in this file)");
    }

    /// <summary>A clock may be set back.</summary>
    [Fact]
    public void The_last_line_counts_whatever_its_time()
    {
        Shim(Docker, "c1", Ours);
        _run.Machine.With(Audit + ".1", Line("c1", "create", "sha256:0", time: "2027-01-01T00:00:00.000Z"))
            .With(Audit, Line("c1", "create", "sha256:1", time: "2026-01-02T00:00:00.000Z") + Line("c1", "create", "sha256:2", time: "2026-01-01T00:00:00.000Z"));
        Report().Containers.Single().Digest.Should().Be("sha256:2");
    }

    /// <summary>What has ended meanwhile cannot be read either, and nobody needs to know.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_file_of_a_container_that_cannot_be_read_is_told_while_it_is_there(bool isThere, int faults)
    {
        Shim(Docker, "c1", Ours);
        var path = isThere ? $"{Docker}/c1/runtime" : $"{Docker}/c2/init.pid";
        _run.Machine.With($"{Docker}/c2/config.json").Unreadable.Add(path);
        Report().Findings.Count(finding => finding.Message == $"cannot read {path}: Permission denied").Should().Be(faults);
    }

    [Fact]
    public void A_state_that_is_damaged_does_not_hide_the_others()
    {
        _run.Machine.With("/proc/5/comm", "sh\n").With("/run/runc/a/state.json", "{").With("/run/runc/b/state.json", "{'init_process_pid':5}");
        var report = Report();

        report.Containers.Select(container => container.Running.Id).Should().Equal("b");
        report.Findings.Where(finding => finding.Condition == Health.Unknown).Should().ContainSingle().Which.Message.Should().StartWith("/run/runc/a/state.json:1:2: not valid JSON");
    }

    /// <summary>Docker calls a runtime with arguments through a script of its own.</summary>
    [Theory]
    [InlineData("docker", "/opt/oci-interceptor", "oi0")]
    [InlineData("docker", "runc", "runc")]
    [InlineData("docker", null, "runc")]
    [InlineData("docker", "/usr/local/bin/runc", "runc")]
    [InlineData("docker", "/usr/local/bin/crun", null)]
    [InlineData("docker", "/var/lib/docker/runtimes/args", "args")]
    [InlineData("docker", "/var/lib/docker/runtimes/args.4QX2", "args")]
    [InlineData("docker", "/var/lib/docker/runtimes/args.more.4QX2", null)]
    [InlineData("docker", "/var/lib/docker/runtimes/.args", null)]
    [InlineData("docker", "/var/lib/docker/runtimes/oi0", null)]
    [InlineData("docker", "/elsewhere/args", null)]
    [InlineData("containerd", "/opt/oci-interceptor", null)]
    public void A_containers_program_leads_to_its_door(string engine, string? program, string? door)
    {
        _run.Machine.With("/etc/docker/daemon.json", $"{{'runtimes':{{'oi0':{{'path':'{Ours}'}},'args':{{'path':'{Ours}','runtimeArgs':['--oi-env','A=1']}}}}}}");
        DoorList.Of(_run.Context()).FirstOrDefault(one => one.Leads(engine, program))?.Runtime.Name.Should().Be(door);
        DoorList.Of(_run.Context()).Any(one => one.Leads(engine, program)).Should().Be(door is not null);
    }

    [Fact]
    public void What_has_no_policy_is_a_warning_and_what_cannot_be_read_is_unknown()
    {
        Shim(Docker, "0123456789abcdef", "runc");
        Shim(Docker, "c2", Ours);
        _run.Machine.Unreadable.Add(Audit);
        _run.Machine.Unreadable.Add("/run/runc/*/state.json");
        Report().Findings.Select(finding => $"{finding.Condition} {finding.Check} {finding.Message}").Should().Equal(
            "Warning door docker: runc: policy does not apply: /usr/bin/runc is not the interceptor",
            "Warning door docker: io.containerd.runc.v2: policy does not apply: /usr/bin/runc is not the interceptor",
            "Warning door docker: build: policy does not apply: /usr/bin/runc is not the interceptor",
            "Warning container docker: 0123456789ab through runc: it was started without the interceptor",
            "Warning container docker: c2 through oi0: no audit line records its start, so its policy is not known",
            "Unknown coverage cannot read /run/runc/*/state.json: Permission denied",
            $"Unknown coverage cannot read {Audit}: Permission denied");
    }

    private void Rancher(string name) =>
        _run.Machine.With($"/var/lib/rancher/{name}/agent/etc/containerd/config.toml", "[plugins.p.containerd.runtimes.runc]\nruntime_type = 'io.containerd.runc.v2'\n").With($"/var/lib/rancher/{name}/data/current/bin/runc", "ELF");

    private CoverageReport Report() => CoverageReport.Of(_run.Context(), _run.Paths);

    private void Shim(string tasks, string id, string program, bool isRunning = true)
    {
        _run.Machine.With($"{tasks}/{id}/config.json").With($"{tasks}/{id}/runtime", program).With($"{tasks}/{id}/init.pid", isRunning ? "1" : "2").With("/proc/1/comm", "systemd\n");
    }

    private static string Line(string id, string verb, string digest, string result = "allowed", string time = "2026-01-01T00:00:00.000Z") =>
        $"{{'time':'{time}','containerId':'{id}','verb':'{verb}','engine':'docker','policy':'{digest}','result':'{result}'}}\n";
}

using OciInterceptor.Engines.Coverage;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Coverage;

/// <summary>Each way to a runtime, and whether the policy applies behind it.</summary>
public sealed class DoorListTests : IDisposable
{
    private const string Ours = "/opt/oci-interceptor";
    private const string Rule = "{'rules':[{'type':'umask','value':'0077'}]}";
    private const string Plain = "Bypassed /usr/bin/runc is not the interceptor";

    private readonly CheckRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Docker_has_its_names_the_stock_ones_and_its_builder()
    {
        _run.WithDocker(Ours).WithPolicy(Rule).Machine.WithInterceptor(Ours);
        Doors().Should().Equal($"docker runc: {Plain}", "docker oi0: Applies 1 rule", $"docker io.containerd.runc.v2: {Plain}", $"docker build: {Plain}");
    }

    [Fact]
    public void The_interceptor_as_the_runc_on_PATH_closes_the_ways_round()
    {
        _run.WithPolicy(Rule).Machine.WithProgram("dockerd").WithProgram("containerd").WithInterceptor("/usr/bin/runc").Runtimes["/usr/bin/runc"] = "/usr/bin/runc-real";
        _run.Machine.Runtimes["runc"] = "/usr/bin/runc-real";
        Doors().Should().Equal(
            "docker runc: Applies 1 rule", "containerd runc: Applies 1 rule", "path runc: Applies 1 rule",
            "docker io.containerd.runc.v2: Applies 1 rule", "docker build: Applies 1 rule", "containerd ctr: Applies 1 rule");
    }

    [Theory]
    [InlineData("{'runtimeType':'io.containerd.runc.v2'}", Plain)]
    [InlineData("{'runtimeType':'io.containerd.runc.v2','options':{'BinaryName':'/opt/oci-interceptor'}}", "Applies 1 rule")]
    [InlineData("{'runtimeType':'io.containerd.kata.v2'}", "Closed containerd-shim-kata-v2 is not on PATH")]
    [InlineData("{'runtimeType':'/opt/shim'}", "Closed /opt/shim does not exist")]
    public void An_entry_of_Docker_may_name_a_shim(string entry, string expected)
    {
        _run.WithPolicy(Rule).Machine.WithInterceptor(Ours).WithProgram("dockerd").WithProgram("runc").With("/etc/docker/daemon.json", $"{{'runtimes':{{'x':{entry},'odd':1,'none':{{}}}}}}");
        Doors().Should().Equal($"docker runc: {Plain}", $"docker x: {expected}", $"docker io.containerd.runc.v2: {Plain}", $"docker build: {Plain}");
    }

    [Fact]
    public void A_handler_of_containerd_without_a_program_gets_its_shims_own()
    {
        _run.WithPolicy(Rule).Machine.WithInterceptor(Ours).WithProgram("containerd").WithProgram("runc").WithProgram("containerd-shim-kata-v2")
            .With("/etc/containerd/config.toml", "imports = ['conf.d/a.toml']\n[plugins.p.containerd]\ndefault_runtime_name = 'plain'\n[plugins.p.containerd.runtimes.plain]\nruntime_type = 'io.containerd.runc.v2'\n[plugins.p.containerd.runtimes.kata]\nruntime_type = 'io.containerd.kata.v2'\n")
            .With("/etc/containerd/conf.d/a.toml", "[plugins.p.containerd.runtimes.oi]\nruntime_type = 'io.containerd.runc.v2'\n[plugins.p.containerd.runtimes.oi.options]\nBinaryName = '/opt/oci-interceptor'\n");
        Doors().Should().Equal(
            $"containerd runc: {Plain}", "containerd oi: Applies 1 rule", $"containerd *plain: {Plain}",
            "containerd kata: Bypassed /usr/bin/containerd-shim-kata-v2 is not the interceptor", $"containerd ctr: {Plain}");
    }

    [Theory]
    [InlineData("k3s")]
    [InlineData("rke2")]
    public void A_distribution_of_Kubernetes_has_a_containerd_of_its_own(string name)
    {
        _run.WithPolicy(Rule).Machine.WithInterceptor(Ours).With($"/var/lib/rancher/{name}/data/current/bin/runc", "ELF").With(
            $"/var/lib/rancher/{name}/agent/etc/containerd/config.toml",
            "[plugins.p.containerd]\ndefault_runtime_name = 'oi'\n[plugins.p.containerd.runtimes.oi]\nruntime_type = 'io.containerd.runc.v2'\n[plugins.p.containerd.runtimes.oi.options]\nBinaryName = '/opt/oci-interceptor'\n[plugins.p.containerd.runtimes.runc]\nruntime_type = 'io.containerd.runc.v2'\n");
        Doors().Should().Equal($"{name} *oi: Applies 1 rule", $"{name} runc: Bypassed /var/lib/rancher/{name}/data/current/bin/runc is not the interceptor");
    }

    [Theory]
    [InlineData("buildah", "/etc/containers/containers.conf")]
    [InlineData("crun", "/var/lib/rancher/k3s/agent/etc/containerd/config.toml")]
    public void Configuration_that_cannot_be_read_is_told(string program, string path)
    {
        _run.Machine.WithProgram(program).With(path).Unreadable.Add(path);
        var others = new OtherDoors(_run.Machine);
        _ = DoorList.Of(_run.Context(), others);
        others.Faults.Select(fault => fault.Message).Should().Equal($"cannot read {path}: Permission denied");
    }

    [Fact]
    public void Podman_knows_two_names_by_itself()
    {
        _run.WithPolicy(Rule).Machine.WithInterceptor(Ours).WithProgram("podman").WithProgram("runc").WithProgram("crun")
            .With("/etc/containers/containers.conf", "[engine]\nruntime = 'oi'\n[engine.runtimes]\noi = ['/opt/oci-interceptor']\n");
        Doors().Should().Equal("podman *oi: Applies 1 rule", "podman crun: Bypassed /usr/bin/crun is not the interceptor", $"podman runc: {Plain}");
    }

    [Theory]
    [InlineData("", "buildah *crun: Bypassed /usr/bin/crun is not the interceptor")]
    [InlineData("[engine]\nruntime = 'oi'\n[engine.runtimes]\noi = ['/none', '/opt/oci-interceptor']\n", "buildah *oi: Applies 1 rule")]
    [InlineData("[engine]\nruntime = 'oi'\n[engine.runtimes]\noi = ['/none']\n", "buildah *oi: Closed /none does not exist")]
    [InlineData("[engine]\nruntime = 'runc'\n", "buildah runc: Closed runc is not on PATH")]
    public void Buildah_reads_Podmans_files(string configuration, string expected)
    {
        _run.WithPolicy(Rule).Machine.WithInterceptor(Ours).WithProgram("buildah").WithProgram("crun").With("/etc/containers/containers.conf.d/oi.conf", configuration);
        Doors().Should().Equal(expected);
    }

    [Fact]
    public void The_machines_files_count_more_than_the_distributions_for_buildah()
    {
        _run.WithPolicy(Rule).Machine.WithInterceptor(Ours).WithProgram("buildah").WithProgram("crun")
            .With("/usr/share/containers/containers.conf", "[engine]\nruntime = 'crun'\n")
            .With("/etc/containers/containers.conf", "[engine]\nruntime = 'oi'\n[engine.runtimes]\noi = ['/opt/oci-interceptor']\n");
        Doors().Should().Equal("buildah *oi: Applies 1 rule");

        _run.Machine.With("/etc/containers/containers.conf.d/x.conf", "[engine]\nruntime = 'crun'\n");
        Doors().Should().Equal("buildah *crun: Bypassed /usr/bin/crun is not the interceptor");
    }

    [Theory]
    [InlineData("", false, $"buildkit *build: {Plain}")]
    [InlineData("", true, "buildkit *build: Bypassed /usr/bin/buildkit-runc is not the interceptor")]
    [InlineData("[worker.oci]\nbinary = '/opt/oci-interceptor'\n", true, "buildkit runc: Applies 1 rule")]
    public void A_buildkitd_of_its_own_has_a_runc_of_its_own(string configuration, bool hasOwn, string expected)
    {
        _run.WithPolicy(Rule).Machine.WithInterceptor(Ours).WithProgram("buildkitd").WithProgram("runc").With("/etc/buildkit/buildkitd.toml", configuration);
        _ = hasOwn ? _run.Machine.WithProgram("buildkit-runc") : null;
        Doors().Should().Equal(expected);
    }

    /// <summary>Docker's own door for builds is then the one that the unit of its daemon names.</summary>
    [Fact]
    public void The_unit_of_dockerd_may_name_the_runc_of_builds()
    {
        _run.WithPolicy(Rule).Machine.WithInterceptor(Ours).WithProgram("dockerd").WithProgram("runc")
            .With("/etc/systemd/system/docker.service.d/oi.conf", "[Service]\nEnvironment=DOCKER_BUILDKIT_RUNC_COMMAND=/opt/oci-interceptor\n");
        Doors().Should().Contain("buildkit runc: Applies 1 rule").And.NotContain(door => door.StartsWith("docker build", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "Bypassed it has no rule")]
    [InlineData("{'rules':[{'type':'umask','value':'0077','mode':'warn'}]}", "Bypassed none of its rules is enforced")]
    [InlineData("{'rules':[{'type':'umask','value':'0077','mode':'warn'},{'type':'readonly-rootfs'}]}", "Applies 2 rules")]
    [InlineData("{'nonsense':1}", "Closed {0}/config.json:1:2: unknown member \"nonsense\"")]
    public void A_policy_counts_if_it_is_enforced(string policy, string expected)
    {
        _run.WithDocker(Ours).WithPolicy(policy).Machine.WithInterceptor(Ours);
        Doors()[1].Should().StartWith("docker oi0: " + string.Format(null, expected, _run.Root));
    }

    [Fact]
    public void A_door_says_what_is_wrong_with_it()
    {
        _run.WithDocker(Ours, "/opt/wrap", "/gone/oci-interceptor").Machine.WithInterceptor(Ours).With("/opt/wrap", "#!/bin/sh\nexec oci-interceptor \"$@\"\n").Runtimes[Ours] = "!cannot find the runtime runc in PATH";
        Doors()[1..4].Should().Equal(
            "docker oi0: Closed cannot find the runtime runc in PATH", "docker oi1: Unknown the script /opt/wrap decides how the interceptor is called", "docker oi2: Closed /gone/oci-interceptor does not exist");
    }

    [Fact]
    public void A_door_with_the_policy_has_its_digest_and_its_runtime()
    {
        _run.WithDocker(Ours).WithPolicy("{'audit':{'file':'/var/log/audit.jsonl'},'rules':[{'type':'umask','value':'0077'}]}").Machine.WithInterceptor(Ours);
        var door = DoorList.Of(_run.Context())[1];

        (door.Becomes, door.Rules).Should().Be(("/usr/bin/runc", 1));
        door.AuditFiles.Should().Equal("/var/log/audit.jsonl");
        door.Digest.Should().MatchRegex("^sha256:[0-9a-f]{64}$");
    }

    [Fact]
    public void A_broken_daemon_json_leaves_the_stock_names()
    {
        _run.Machine.WithProgram("dockerd").WithProgram("runc").With("/etc/docker/daemon.json", "{");
        Doors().Should().Equal($"docker io.containerd.runc.v2: {Plain}", $"docker build: {Plain}");
    }

    private string[] Doors() => [.. DoorList.Of(_run.Context()).Select(door => $"{door.Engine} {(door.Runtime.IsDefault && door.Runtime.Name != "runc" && door.Runtime.Name != "oi0" ? "*" : "")}{door.Runtime.Name}: {door.State} {door.Reason}")];
}

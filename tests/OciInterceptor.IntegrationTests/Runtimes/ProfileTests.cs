using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>The built-in profiles, by their effect inside a container of real runc.</summary>
public sealed class ProfileTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ContainerRuntime _runc;
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public ProfileTests() => _runc = new ContainerRuntime("runc", _scratch);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Ctf_limits_processes_files_and_privileges()
    {
        var bundle = Runnable("cat /sys/fs/cgroup/pids/pids.max; ulimit -Hn; grep -c 'NoNewPrivs:.1' /proc/self/status; echo x 2>/dev/null >> /etc/hosts || echo refused",
            spec => (spec["process"]!["noNewPrivileges"], spec["process"]!["rlimits"]) = (false, new JsonArray(Limit("RLIMIT_NOFILE", 20000), Limit("RLIMIT_FSIZE", 1 << 20))));
        Run(bundle).Should().Be("max\n20000\n0\n");
        Run(bundle, "--oi-profile", "ctf").Should().Be("256\n4096\n1\nrefused\n");
    }

    [Fact]
    public void Hardened_leaves_few_capabilities_and_hides_the_kernel()
    {
        var bundle = Runnable("grep CapBnd /proc/self/status; wc -c < /proc/interrupts | grep -c '^0'; grep -o ' /dev/shm tmpfs .*noexec' /proc/mounts | wc -l; (echo 1 > /proc/sys/kernel/domainname) 2>/dev/null || echo refused",
            spec =>
            {
                spec["process"]!["capabilities"]!["bounding"] = new JsonArray("CAP_CHOWN", "CAP_NET_RAW", "CAP_MKNOD", "CAP_SYS_CHROOT", "CAP_AUDIT_WRITE");
                spec["linux"]!["readonlyPaths"] = null;
                spec["mounts"]!.AsArray().Single(mount => (string?)mount!["destination"] == "/dev/shm")!["options"] = new JsonArray("mode=1777");
            });
        Run(bundle).Should().Be("CapBnd:\t0000000028042001\n0\n0\n");
        Run(bundle, "--oi-profile", "hardened").Should().Be("CapBnd:\t0000000000000001\n1\n1\nrefused\n");
    }

    [Theory]
    [InlineData("--no-pivot")]
    [InlineData("-no-pivot")]
    [InlineData("--no-pivot=true")]
    public void Hardened_refuses_a_call_that_would_keep_the_hosts_root_directory(string option)
    {
        var bundle = Runnable("echo hi", _ => { });
        string[] run = ["run", option, "--bundle", bundle.Path, _id];

        _runc.Direct(run).Run().Succeeded().OutputText.Should().Be("hi\n");
        _runc.Intercepted(["--oi-profile", "hardened"], run).Run().Exited(1).ErrorText.Should().Be(
            "oci-interceptor: denied by the rule \"root-directory\" (deny, profile hardened): --no-pivot leaves the host's root directory within reach of the container (when {\"noPivot\":true})\n");
        _runc.Intercepted(["--oi-profile", "hardened"], "run", "--no-pivot=false", "--bundle", bundle.Path, _id).Run().Succeeded().OutputText.Should().Be("hi\n");
    }

    [Fact]
    public void The_name_of_the_call_chooses_a_profile_and_its_runtime_is_the_usual_one()
    {
        var bundle = Runnable("grep NoNewPrivs /proc/self/status", spec => spec["process"]!["noNewPrivileges"] = false);
        File.CreateSymbolicLink(_scratch["oci-interceptor-hardened"], PublishedBinary.Path);

        new Command(_scratch["oci-interceptor-hardened"], "--root", _scratch.MakeDirectory("root"), "run", "--bundle", bundle.Path, _id)
            .Run().Succeeded().OutputText.Should().Be("NoNewPrivs:\t1\n");
    }

    [Fact]
    public void Pss_baseline_filters_system_calls_and_takes_unsafe_sysctls()
    {
        var bundle = Runnable("grep 'Seccomp:' /proc/self/status; cat /proc/sys/net/ipv4/tcp_retries2",
            spec =>
            {
                WithoutHostPaths(spec);
                spec["linux"]!["sysctl"] = new JsonObject { ["net.ipv4.tcp_retries2"] = "3" };
            });
        Run(bundle).Should().Be("Seccomp:\t0\n3\n");
        Run(bundle, "--oi-profile", "pss-baseline").Should().Be("Seccomp:\t2\n15\n");
    }

    [Fact]
    public void Pss_restricted_leaves_a_user_with_one_capability_at_most()
    {
        var bundle = Runnable("id -u; grep CapBnd /proc/self/status", spec =>
        {
            WithoutHostPaths(spec);
            spec["process"]!["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 1000 };
        });
        Run(bundle).Should().Be("1000\nCapBnd:\t0000000020000420\n");
        Run(bundle, "--oi-profile", "pss-restricted").Should().Be("1000\nCapBnd:\t0000000000000400\n");
    }

    [Theory]
    [InlineData("root", "Running as Non-root")]
    [InlineData("host network", "Host Namespaces")]
    [InlineData("joined host network", "Host Namespaces")]
    [InlineData("host path", "HostPath Volumes")]
    public void Pss_restricted_refuses_what_it_cannot_adjust(string what, string control)
    {
        var bundle = Runnable("true", spec =>
        {
            if (what != "host path")
                WithoutHostPaths(spec);
            if (what != "root")
                spec["process"]!["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 1000 };
            var namespaces = spec["linux"]!["namespaces"]!.AsArray();
            var network = namespaces.Single(known => (string?)known!["type"] == "network")!;
            if (what == "host network")
                namespaces.Remove(network);
            if (what == "joined host network")
                network["path"] = "/proc/self/ns/net";
        });
        _runc.Intercepted(["--oi-profile", "pss-restricted"], "run", "--bundle", bundle.Path, _id).Run().Exited(1)
            .ErrorText.Should().StartWith("oci-interceptor: denied by the rule ").And.Contain(control);
    }

    /// <summary>As with --security-opt seccomp=allow-all.json.</summary>
    [Attack("Filters that filter nothing")]
    [Theory]
    [InlineData("pss-baseline", "'defaultAction':'SCMP_ACT_ALLOW'")]
    [InlineData("pss-restricted", "'defaultAction':'SCMP_ACT_ALLOW'")]
    [InlineData("pss-restricted", "'defaultAction':'SCMP_ACT_LOG','syscalls':null")]
    [InlineData("pss-restricted", "'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['nfsservctl'],'action':'SCMP_ACT_ERRNO'}]")]
    [InlineData("pss-restricted", "'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':[ALL],'action':'SCMP_ACT_ALLOW'}]")]
    public void Pss_gives_a_filter_in_place_of_one_that_allows_all(string profile, string filter)
    {
        var bundle = Runnable("unshare -U true && echo made", spec =>
        {
            WithoutHostPaths(spec);
            spec["process"]!["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 1000 };
            spec["linux"]!["seccomp"] = JsonNode.Parse($"{{{filter.Replace("ALL]", AllCalls + "]").Replace('\'', '"')}}}");
        });
        Run(bundle).Should().Be("made\n");
        _runc.Intercepted(["--oi-profile", profile], "run", "--bundle", bundle.Path, _id).Run().Exited(1)
            .ErrorText.Should().Contain("unshare").And.Contain("Operation not permitted");
    }

    // What Docker's filter knows, and the calls that it allows with capabilities alone.
    private static string AllCalls
    {
        get
        {
            var filter = JsonNode.Parse(File.ReadAllBytes(Bundle.TestData("docker-20.10-run.json")))!["linux"]!["seccomp"]!;
            var names = filter["syscalls"]!.AsArray().SelectMany(entry => entry!["names"]!.AsArray().Select(name => name!.GetValue<string>()));
            return string.Join(",", names.Concat(["bpf", "clone3", "kexec_load", "mount", "setns", "umount2", "unshare"]).Distinct().Select(name => $"'{name}'"));
        }
    }

    private string Run(Bundle bundle, params string[] flags) =>
        (flags.Length == 0 ? _runc.Direct("run", "--bundle", bundle.Path, _id) : _runc.Intercepted(flags, "run", "--bundle", bundle.Path, _id)).Run().OutputText;

    private Bundle Runnable(string command, Action<JsonObject> edit) => Bundle.Runnable(_scratch, ["sh", "-c", command], edit);

    private static void WithoutHostPaths(JsonObject spec) =>
        spec["mounts"]!.AsArray().RemoveAll(mount => Bundle.NetworkFiles.Contains((string?)mount!["destination"]));

    private static JsonObject Limit(string type, int value) => new() { ["type"] = type, ["soft"] = value, ["hard"] = value };
}

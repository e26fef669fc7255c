using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>The policies of docs/recipes.md, each by its effect inside a container of real runc, with a run without it as control.</summary>
public sealed class RecipeEffectTests : IDisposable
{
    private const string Modules = "['CAP_SYS_MODULE','CAP_CHOWN']";

    private readonly Scratch _scratch = new();
    private readonly ContainerRuntime _runc;
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public RecipeEffectTests() => _runc = new ContainerRuntime("runc", _scratch);

    public void Dispose() => _scratch.Dispose();

    /// <summary>Heading, how the container differs from `runc spec`'s (a merge patch), the command, its output without and with the policy.</summary>
    [Theory]
    [InlineData("Devices for Swarm services", "{'process':{'env':['PATH=/bin','OI_DEVICE=zigbee']}}",
        "stat -c '%t:%T %a %g' /dev/ttyUSB0 2>/dev/null || echo none", "none", "bc:0 660 20")]
    [InlineData("Whatever serial adapters are plugged in", "{'process':{'env':['PATH=/bin','OI_DEVICE=serial']}}",
        "grep -c '^c 188:\\* rw$' /sys/fs/cgroup/devices/devices.list", "0", "1")]
    [InlineData("A data directory for each team", "{}", "echo ${OI_CONTAINER:+known} $OI_HOST | sed \"s/ $(cat /proc/sys/kernel/hostname)//\" | grep -o known || echo none", "none", "known")]
    [InlineData("KVM in Concourse tasks", "{'process':{'capabilities':{'bounding':" + Modules + "}}}",
        "stat -c '%n %t:%T %a %g' /dev/kvm /dev/net/tun 2>/dev/null; grep -o ' /sys sysfs r.' /proc/mounts; (: < /dev/net/tun) 2>/dev/null && echo open",
        "/sys sysfs ro", "/dev/kvm a:e8 660 104\n/dev/net/tun a:c8 666 104\n /sys sysfs rw\nopen")]
    [InlineData("KVM in Concourse tasks", "{}", "ls /dev/kvm /dev/net/tun 2>/dev/null; grep -o ' /sys sysfs r.' /proc/mounts", "/sys sysfs ro", "/sys sysfs ro")]
    [InlineData("No new privileges for stacks", "{'process':{'noNewPrivileges':false}}", "grep NoNewPrivs /proc/self/status", "NoNewPrivs:\t0", "NoNewPrivs:\t1")]
    [InlineData("A corporate proxy and CA in every container", "{}", "cat $SSL_CERT_FILE </dev/null; echo $https_proxy", "", "the corporate CA\nhttp://proxy.corp.example:3128")]
    [InlineData("Ulimits for everybody", "{'process':{'rlimits':[{'type':'RLIMIT_NOFILE','soft':99,'hard':99},{'type':'RLIMIT_CORE','soft':7168,'hard':7168}]}}",
        "ulimit -n; ulimit -c", "99\n14", "99\n0")]
    [InlineData("More shared memory", "{}", "df -k /dev/shm | awk 'END { print $2 }'", "65536", "262144")]
    [InlineData("A ceiling for capabilities", "{'process':{'capabilities':{'bounding':" + Modules + "}}}", "grep CapBnd /proc/self/status", "CapBnd:\t0000000000010001", "CapBnd:\t0000000000000001")]
    [InlineData("FUSE and GPU devices by annotation", "{'annotations':{'com.example/fuse':'true','com.example/gpu':'true'}}",
        "(: < /dev/fuse) 2>/dev/null && echo open || echo none", "none", "open")]
    [InlineData("No programs in temporary directories", "{}", "cp /bin/busybox /tmp/true; /tmp/true 2>/dev/null && echo ran || echo refused", "ran", "refused")]
    [InlineData("Volumes carry no devices and no privileges", "{}", "grep ' /shared/data ' /proc/mounts | grep -o 'nosuid,nodev,noexec' || echo none; : >/dev/null && echo usable",
        "none\nusable", "nosuid,nodev,noexec\nusable")]
    [InlineData("Image builds inside a container", "{'annotations':{'com.example/builder':'true'},'process':{'user':{'uid':1000,'gid':1000}}}",
        "unshare -Urmpf mount -t proc proc /tmp 2>/dev/null && echo mounted || echo refused", "refused", "mounted")]
    [InlineData("A umask for shared volumes", "{'process':{'user':{'umask':18}}}", "umask", "0022", "0002")]
    [InlineData("Sysctls per service", "{'process':{'env':['PATH=/bin','OI_TUNING=many-connections']}}", "cat /proc/sys/net/ipv4/tcp_fin_timeout", "60", "15")]
    [InlineData("Network files outside the quota", "{}", NetworkFiles.Attempt, "/etc/hosts written\n/etc/hostname written\n/etc/resolv.conf written", "/etc/hosts refused\n/etc/hostname refused\n/etc/resolv.conf refused")]
    [InlineData("Fork bombs stay in their container", "{}", "cat /sys/fs/cgroup/pids/pids.max", "max", "512")]
    [InlineData("Nobody runs as root", "{'process':{'user':{'uid':1000}}}", "id -u", "1000", "1000")]
    [InlineData("The host's time zone", "{}", "cat /etc/localtime 2>/dev/null; echo $TZ", "", "the time zone\nEurope/Vienna")]
    [InlineData("No io_uring", "{}", "grep -o 'Seccomp:.*' /proc/self/status", "Seccomp:\t0", "Seccomp:\t2")]
    [InlineData("Nobody steers the runtime", "{'annotations':{'run.oci.handler':'krun','a':'b'}}", "echo hi", "hi", "hi")]
    [InlineData("Try a rule before it bites", "{'process':{'capabilities':{'bounding':['CAP_NET_RAW']}}}", "grep CapBnd /proc/self/status", "CapBnd:\t0000000000002000", "CapBnd:\t0000000000002000")]
    public void A_recipe_is_seen_from_inside(string heading, string given, string command, string without, string with)
    {
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", command], spec =>
        {
            spec["process"]!["cwd"] = "/";
            spec["mounts"]!.AsArray().Add(Bind("/shared/data", _scratch.MakeDirectory("shared")));
            Merge(spec, JsonNode.Parse(given.Replace('\'', '"'))!.AsObject());
        });
        string[] run = ["run", "--bundle", bundle.Path, _id];

        _runc.Direct(run).Run().OutputText.Trim().Should().Be(without);
        _runc.Intercepted(["--oi-config", Policy(heading)], run).Run().OutputText.Trim().Should().Be(with);
    }

    [Theory]
    [InlineData("Nobody runs as root", "containers must not run as root: name a user in the image (USER) or with --user")]
    [InlineData("Nobody mounts the Docker socket", "mounting the engine's socket is not allowed here")]
    public void A_denial_reaches_the_person_and_no_container_runs(string heading, string message)
    {
        // The directory of the socket gives it away as the socket itself does.
        var bundle = Bundle.Runnable(_scratch, ["touch", "/was-here"], spec => spec["mounts"]!.AsArray().Add(Bind("/host", "/run")));

        var result = _runc.Intercepted(["--oi-config", Policy(heading)], "run", "--bundle", bundle.Path, _id).Run().Exited(1);

        result.ErrorText.Should().StartWith("oci-interceptor: denied by the rule \"").And.Contain($": {message} (when ").And.EndWith(")\n");
        File.Exists(Path.Combine(bundle.Path, "rootfs/was-here")).Should().BeFalse();
    }

    /// <summary>With the two directories bound over those of the machine, in a mount namespace.</summary>
    [Fact]
    public void Hooks_of_packages_and_of_administrators_run_and_the_administrators_go_before()
    {
        string Hook(string word) => $$"""
            { "version": "1.0.0", "hook": { "path": "/usr/bin/env", "args": ["env", "sh", "-c", "/bin/echo {{word}} $(/usr/bin/jq -r .status) >>{{_scratch["trace"]}}"] }, "when": { "always": true }, "stages": ["createRuntime"] }
            """;
        _scratch.MakeDirectory("packages/hooks.d");
        _scratch.MakeDirectory("administrators/hooks.d");
        _scratch.Write("packages/hooks.d/a.json", Hook("package"));
        _scratch.Write("packages/hooks.d/b.json", Hook("masked"));
        _scratch.Write("administrators/hooks.d/b.json", Hook("administrator"));
        var bundle = Bundle.Runnable(_scratch, ["true"]);
        string[] run = ["run", "--bundle", bundle.Path, _id];

        Seeing(_runc.Direct(run)).Run().Succeeded();
        File.Exists(_scratch["trace"]).Should().BeFalse();
        Seeing(_runc.Intercepted(["--oi-config", Policy("hooks.d for Docker and containerd")], run)).Run().Succeeded();

        File.ReadAllText(_scratch["trace"]).Should().Be("package creating\nadministrator creating\n");
    }

    [Fact]
    public void A_hook_that_others_can_change_does_not_run_whoever_added_it()
    {
        var hook = _scratch.WriteScript("hook", $"cat >/dev/null; echo ran >>{_scratch["trace"]}");
        var bundle = Bundle.Runnable(_scratch, ["true"], spec => spec["hooks"] = new JsonObject { ["createRuntime"] = new JsonArray(new JsonObject { ["path"] = hook }) });
        string[] run = ["run", "--bundle", bundle.Path, _id];
        _runc.Direct(run).Run().Succeeded();
        File.ReadAllText(_scratch["trace"]).Should().Be("ran\n");
        var policy = Policy("No program on the host that others can change");

        _runc.Intercepted(["--oi-config", policy], run).Run().Exited(1).ErrorText.Should().Match($"oci-interceptor: {policy}:*:*: cannot apply the rule \"trusted-hooks\" (hooks): "
            + $"the createRuntime hook {hook} is refused: it is not below a trusted directory (/usr/bin, /usr/sbin, /usr/lib, /usr/libexec, /usr/local/bin, /usr/local/sbin, /usr/local/libexec, /bin, /sbin, /opt, /nix/store)\n");
        File.ReadAllText(_scratch["trace"]).Should().Be("ran\n");

        bundle.Edit(spec => spec["hooks"]!["createRuntime"]![0] = new JsonObject { ["path"] = "/usr/bin/env", ["args"] = new JsonArray("env", "sh", "-c", $"echo trusted >>{_scratch["trace"]}") });
        _runc.Intercepted(["--oi-config", policy], run).Run().Succeeded();
        File.ReadAllText(_scratch["trace"]).Should().Be("ran\ntrusted\n");
    }

    // The machine's own directories need not be there: a file system in memory is put over the one above.
    private Command Seeing(Command command) => command with
    {
        Program = "unshare",
        Arguments =
        [
            .. new Command("", "--mount", "sh", "-ec", $"""
                mount -t tmpfs -o mode=755 tmpfs /usr/share/containers 2>/dev/null || mount -t tmpfs -o mode=755 tmpfs /usr/share
                mount -t tmpfs -o mode=755 tmpfs /etc/containers 2>/dev/null || mount -t tmpfs -o mode=755 tmpfs /etc
                mkdir -p /usr/share/containers/oci/hooks.d /etc/containers/oci/hooks.d
                mount --bind {_scratch["packages/hooks.d"]} /usr/share/containers/oci/hooks.d
                mount --bind {_scratch["administrators/hooks.d"]} /etc/containers/oci/hooks.d
                exec "$@"
                """, "sh", command.Program).Arguments,
            .. command.Arguments,
        ],
    };

    /// <summary>The policy as a file, with sources on this machine for those that it names.</summary>
    private string Policy(string heading)
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs/recipes.md"));
        var section = page[(page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal) + 1)..];
        var start = section.IndexOf("```jsonc\n", StringComparison.Ordinal) + "```jsonc\n".Length;
        var text = section[start..section.IndexOf("```", start, StringComparison.Ordinal)];
        return _scratch.Write("policy.json", text
            .Replace("/etc/ssl/certs/ca-certificates.crt", _scratch.Write("ca.crt", "the corporate CA\n"), StringComparison.Ordinal)
            .Replace("/usr/share/zoneinfo/Europe/Vienna", _scratch.Write("zone", "the time zone\n"), StringComparison.Ordinal)
            .Replace("/var/log/oci-interceptor/", _scratch.Path + "/", StringComparison.Ordinal));
    }

    private static JsonObject Bind(string destination, string source) =>
        new() { ["destination"] = destination, ["type"] = "bind", ["source"] = source, ["options"] = new JsonArray("rbind", "rw") };

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner && target[name] is JsonObject known)
                Merge(known, inner);
            else
                target[name] = value?.DeepClone();
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Generate;

/// <summary>Bundles of oi-spec under real runtimes: what the container sees of its hardening.</summary>
public sealed partial class SpecTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Runtimes => ["runc", "crun"];

    private string Rootfs
    {
        get
        {
            if (!Directory.Exists(_scratch["root"]))
                Harness.Bundle.MakeRootfs(_scratch["root"]);
            return _scratch["root"];
        }
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void The_process_has_no_privileges_and_the_limits(string name)
    {
        string[] wanted = ["NoNewPrivs", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "Seccomp"];
        const string None = "0000000000000000";

        var said = Run(name, ["--hostname", "c1", "--pids", "33"], "grep -E '^(Cap|NoNew|Seccomp:)' /proc/self/status; grep -E 'open files|processes|locked' /proc/self/limits; hostname; echo $$; env | sort");

        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Blanks().Replace(line.Trim(), " ")).ToArray();
        lines.Take(7).Select(line => line.Split(':')[0]).Should().BeEquivalentTo(wanted);
        lines.Should().StartWith([
            .. lines.Take(7).Select(line => line.StartsWith("NoNewPrivs", StringComparison.Ordinal) ? "NoNewPrivs: 1"
                : line.StartsWith("Seccomp", StringComparison.Ordinal) ? "Seccomp: 2" : $"{line.Split(':')[0]}: {None}"),
            "Max processes 33 33 processes", "Max open files 1024 1024 files", "Max locked memory 65536 65536 bytes", "c1", "1",
        ]);
        lines.Skip(12).Where(line => !line.StartsWith("HOME=", StringComparison.Ordinal) && !line.StartsWith("PWD=", StringComparison.Ordinal) && !line.StartsWith("SHLVL=", StringComparison.Ordinal))
            .Should().Equal("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Nothing_can_be_written_but_memory_and_nothing_there_can_be_executed(string name)
    {
        Run(name, [], "for f in / /bin /proc/sys/kernel /sys /proc/irq; do touch $f/x 2>/dev/null && echo wrote $f; done; "
            + "for f in /tmp /dev/shm; do cp /bin/busybox $f/x && $f/x true 2>/dev/null && echo executed $f; done; "
            + "grep -E ' /(tmp|dev/shm|sys|proc) ' /proc/mounts | cut -d' ' -f2,3,4 | sort")
            .Split('\n').Select(line => string.Join(' ', line.Split(' ').Select(part => string.Join(',', part.Split(',').Where(option => option != "relatime" && !option.StartsWith("inode", StringComparison.Ordinal)).Order(StringComparer.Ordinal)))))
            .Should().Equal(
                "/dev/shm tmpfs nodev,noexec,nosuid,rw,size=65536k",
                "/proc proc nodev,noexec,nosuid,rw",
                "/sys sysfs nodev,noexec,nosuid,ro",
                "/tmp tmpfs nodev,noexec,nosuid,rw,size=65536k",
                "");
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void What_the_kernel_shows_of_the_machine_is_hidden(string name) =>
        Run(name, [], "for f in /proc/kallsyms /proc/kcore /proc/keys /proc/timer_list /proc/sched_debug /proc/kpagecount /proc/config.gz /proc/interrupts /proc/sysrq-trigger; do "
            + "[ -e $f ] || continue; cat $f | wc -c | tr -d '\\n'; done; for d in /sys/firmware /sys/dev/block /proc/acpi /proc/scsi; do [ -d $d ] || continue; ls $d | wc -l | tr -d '\\n'; done")
            .Should().MatchRegex("^0{5,}$");

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Mounts_and_secrets_are_there_as_they_were_asked_for(string name)
    {
        var data = _scratch.MakeDirectory("data");
        var secret = _scratch.Write("token", "s3cret\n");
        var memory = _scratch.MountTmpfs("memory", "1m");

        Run(name, [
                "--volume", $"{data}:/x/../data", "--volume", $"{data}:/fixed:ro", "--tmpfs", "/scratch:1m",
                "--secret", $"token={secret}", "--memory-secret", $"copy={secret}", "--user", "7:8", "--group", "9",
            ],
            "id -u; id -G; cat /run/secrets/token /run/secrets/copy; stat -c %a:%u:%g /run/secrets/copy; "
            + "echo x 2>/dev/null >/run/secrets/copy && echo wrote; echo x 2>/dev/null >/fixed/y && echo wrote; "
            + "grep -E ' /(data|fixed|scratch|run/secrets.*) ' /proc/mounts | cut -d' ' -f2,4 | cut -d, -f1-4 | sort",
            Path.Combine(memory, "bundle"))
            .Should().Be("""
                7
                8 9
                s3cret
                s3cret
                400:7:8
                /data rw,nosuid,nodev,relatime
                /fixed ro,nosuid,nodev,relatime
                /run/secrets rw,nosuid,nodev,noexec
                /run/secrets/copy ro,nosuid,nodev,noexec
                /run/secrets/token ro,nosuid,nodev,noexec
                /scratch rw,nosuid,nodev,noexec

                """);
    }

    [Fact]
    public void A_user_namespace_has_the_users_that_were_asked_for()
    {
        Run("runc", ["--uid-map", "0:100000:65536", "--gid-map", "0:100000:65536"], "cat /proc/self/uid_map; id -u; touch /tmp/x && echo can; [ -d /sys/class ] && echo sys")
            .Split('\n').Select(line => Blanks().Replace(line.Trim(), " ")).Should().Equal("0 100000 65536", "0", "can", "sys", "");
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Hooks_run_at_their_stages_and_have_nothing_of_the_containers_environment(string name)
    {
        string Note(string stage) => $$"""{ "path": "/bin/sh", "args": ["sh", "-c", "/bin/echo {{stage}} $A $PATH >>{{_scratch["trace"]}}"] }""";
        var hooks = _scratch.Write("hooks.json", $$"""
            { "hooks": { "createRuntime": [{{Note("createRuntime")}}], "createContainer": [{{Note("createContainer")}}],
              "startContainer": [{ "path": "/bin/sh", "args": ["sh", "-c", "echo started $A $PATH >/tmp/trace"] }], "poststart": [{{Note("poststart")}}], "poststop": [{{Note("poststop")}}] } }
            """);

        // Some runtimes run no hook for a container that has ended meanwhile.
        Run(name, ["--hooks", hooks, "--env", "A=container", "--volume", _scratch.Write("trace", "") + ":/trace:ro"], "cat /tmp/trace; until grep -q poststart /trace; do sleep 0.05; done")
            .Should().Be("started /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");

        File.ReadAllText(_scratch["trace"]).Should().Be(string.Concat(new[] { "createRuntime", "createContainer", "poststart", "poststop" }
            .Select(stage => $"{stage} /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n")));
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void A_root_file_system_can_be_bound_in_parts_and_is_not_written(string name)
    {
        var other = _scratch["other"];
        Harness.Bundle.MakeRootfs(other);
        File.WriteAllText(Path.Combine(other, "etc/here"), "seen\n");
        Directory.CreateDirectory(Path.Combine(other, "srv"));

        Run(name, ["--bind-rootfs", other], "cat /etc/here; ls -d /srv 2>/dev/null; touch /bin/x /etc/x 2>/dev/null && echo wrote; grep -E ' /(bin|etc) ' /proc/mounts | cut -d' ' -f2,4 | cut -d, -f1-3 | sort", emptyRoot: true)
            .Should().Be("seen\n/bin ro,nosuid,nodev\n/etc ro,nosuid,nodev\n");
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Namespaces_of_another_process_are_joined_and_shared_ones_are_the_hosts(string name)
    {
        using var other = new Command("unshare", "--net", "--uts", "--ipc", "sh", "-c", "hostname other; echo up; exec sleep 1000").Start();
        Docker.Eventually.Holds("the namespaces are there", () => other.OutputText == "up\n");
        string Of(string process, string type) => new Command("readlink", $"/proc/{process}/ns/{type}").Run().Succeeded().OutputText;
        var id = other.Id.ToString(CultureInfo.InvariantCulture);

        Run(name, ["--namespace", $"network=/proc/{id}/ns/net", "--namespace", $"uts=/proc/{id}/ns/uts", "--namespace", $"ipc=/proc/{id}/ns/ipc", "--share", "cgroup"],
            "hostname; for n in net uts ipc cgroup pid; do readlink /proc/self/ns/$n; done").Should()
            .MatchRegex($"^{Regex.Escape($"other\n{Of(id, "net")}{Of(id, "uts")}{Of(id, "ipc")}{Of("self", "cgroup")}")}pid:.*\n$")
            .And.NotContain(Of("self", "pid"));
    }

    [Fact]
    public void A_limit_of_the_cgroup_is_in_force()
    {
        Attempt.PutInto(Rootfs);
        Start("runc", ["--pids", "20", "--rlimit", "NPROC=10000"], "exec attempt fork 40", null).Exited(1)
            .OutputText.Should().MatchRegex("^after 1[0-9]: EAGAIN\n$");
        Start("runc", ["--pids", "60", "--rlimit", "NPROC=10000"], "exec attempt fork 40", _scratch["control"]).Succeeded().OutputText.Should().Be("after 40: done\n");
    }

    [Fact]
    public void A_bundle_is_its_owners_alone_and_stays_as_it_is()
    {
        var bundle = _scratch["made"];
        PublishedBinary.Call("oi-spec", "--bundle", bundle).With(Condition.Umask("0777")).Run().Succeeded().Output.Should().BeEmpty();

        new Command("stat", "-c", "%A %n", bundle, $"{bundle}/config.json", $"{bundle}/rootfs").Run().Succeeded().OutputText.Should()
            .Be($"drwx------ {bundle}\n-rw------- {bundle}/config.json\ndrwxr-xr-x {bundle}/rootfs\n");
        PublishedBinary.Call("oi-validate", "--strict", "--document", $"{bundle}/config.json").Run().Succeeded().Output.Should().BeEmpty();
        var before = File.ReadAllText($"{bundle}/config.json");
        PublishedBinary.Call("oi-spec", "--bundle", bundle, "--", "other").Run().Exited(1).ErrorText.Should()
            .Be($"oci-interceptor: cannot write {bundle}/config.json: File exists\n");
        File.ReadAllText($"{bundle}/config.json").Should().Be(before);
        Directory.EnumerateFileSystemEntries(bundle).Select(Path.GetFileName).Should().BeEquivalentTo("config.json", "rootfs");
    }

    [Fact]
    public void A_link_in_the_place_of_a_bundle_is_refused()
    {
        var elsewhere = _scratch.MakeDirectory("elsewhere");
        File.CreateSymbolicLink(_scratch["link"], elsewhere);

        PublishedBinary.Call("oi-spec", "--bundle", _scratch["link"]).Run().Exited(1).ErrorText.Should()
            .StartWith($"oci-interceptor: cannot make the directory {_scratch["link"]}: ");
        Directory.EnumerateFileSystemEntries(elsewhere).Should().BeEmpty();
    }

    [Fact]
    public void A_secret_in_memory_is_on_no_disk()
    {
        if (new Command("stat", "-f", "-c", "%T", _scratch.Path).Run().OutputText == "tmpfs\n")
            throw new InvalidOperationException("this test needs a temporary directory that is on a disk");
        PublishedBinary.Call("oi-spec", "--bundle", _scratch["b"], "--memory-secret", "a=" + _scratch.Write("a", "x")).Run().Exited(1).ErrorText.Should()
            .Be($"oci-interceptor: {_scratch["b"]}/secrets is not in memory: a bundle with --memory-secret must be on a tmpfs, such as /dev/shm\n");
    }

    private string Run(string name, string[] options, string script, string? bundle = null, bool emptyRoot = false) => Start(name, options, script, bundle, emptyRoot).Succeeded().OutputText;

    private CommandResult Start(string name, string[] options, string script, string? bundle, bool emptyRoot = false)
    {
        bundle ??= _scratch["bundle"];
        PublishedBinary.Call(["oi-spec", "--bundle", bundle, .. emptyRoot ? Array.Empty<string>() : ["--rootfs", Rootfs], .. options, "--", "sh", "-c", script])
            .With("PATH", "/evil:/usr/bin").Run().Succeeded().Output.Should().BeEmpty();
        // For a user namespace, whose root is somebody else.
        new Command("chmod", "711", _scratch.Path).Run().Succeeded();
        return new ContainerRuntime(name, _scratch).Direct("run", "--bundle", bundle, _id).Run();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

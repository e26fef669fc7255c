using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>The interceptor registered with Podman by its command, used, and taken out again.</summary>
public sealed class PodmanInstallTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _links;
    private readonly string _rootfs;
    private readonly string _dropIns;

    public PodmanInstallTests()
    {
        _etc = new PolicyDirectory(_scratch);
        _links = _scratch.MakeDirectory("links");
        _rootfs = _scratch.MakeDirectory("rootfs");
        _dropIns = _scratch["etc/containers/containers.conf.d"];
        Bundle.MakeRootfs(_rootfs);
        // A storage of the test's own, for the command's questions as well.
        Directory.CreateDirectory(_scratch["etc/containers"]);
        File.WriteAllText(_scratch["etc/containers/storage.conf"], $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{_scratch["graph"]}\"\nrunroot = \"{_scratch["run"]}\"\n");
        File.WriteAllText(_scratch["etc/containers/containers.conf"], "[engine]\nruntime = \"runc\"\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"none\"\n");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void What_was_asked_for_reaches_containers_by_name_and_by_default_and_goes_again_without_a_trace()
    {
        var before = State();
        Look().Should().Be("\n");

        Own("oi-install", "podman", "--name", "oi.1", "--default", "--oi-env", "GREETING=two words; $(id)", "--link-dir", _links);

        File.ReadAllText(Path.Combine(_dropIns, "oi.1.conf")).Should().Be($"""
            # oci-interceptor oi.1: put here by oi-install, taken out by oi-uninstall
            [engine]
              runtime = "oi.1"
              runtime_supports_json = ["crun", "runc", "kata", "runsc", "youki", "krun", "ocijail", "oi.1"]

            [engine.runtimes]
              "oi.1" = ["{_links}/oci-interceptor-oi.1"]
            # oci-interceptor oi.1: end

            """);
        Look().Should().Be("two words; $(id)\n");
        Look("--runtime", "oi.1").Should().Be("two words; $(id)\n");
        Look("--runtime", "runc").Should().Be("\n");
        _etc.SeenBy(PublishedBinary.Call("oi-status")).Run().OutputText.Should().Contain($"  oi.1 {_links}/oci-interceptor-oi.1  (default)\n");

        Own("oi-uninstall", "podman", "--name", "oi.1");
        State().Should().Be(before);
        Directory.EnumerateFileSystemEntries(_links).Should().BeEmpty();
        Look().Should().Be("\n");
    }

    [Fact]
    public void Exec_goes_through_the_interceptor_and_a_container_keeps_its_runtime_from_being_taken_out()
    {
        Own("oi-install", "podman", "--oi-env", "GREETING=hello", "--link-dir", _links);
        // One mount namespace for all: what Podman mounts for the container is seen by the exec.
        var script = $"""
            id=$(podman --tmpdir {_scratch["tmp"]} --runtime oci-interceptor run --detach --network none --ulimit nofile=1000:1000 --ulimit nproc=1000:1000 --rootfs {_rootfs} /bin/sleep 1000)
            trap 'podman --tmpdir {_scratch["tmp"]} rm --force --time 0 "$id" >/dev/null' EXIT
            podman --tmpdir {_scratch["tmp"]} exec --env GREETING- "$id" /bin/sh -c 'echo $GREETING'
            if {PublishedBinary.Path} oi-uninstall podman 2>&1; then exit 1; fi
            echo "$id" | cut -c1-12
            """;
        var lines = _etc.SeenBy(new Command("sh", "-ec", script)).Run().Succeeded().OutputText.Split('\n');

        lines[0].Should().Be("hello");
        lines[1].Should().Be($"oci-interceptor: the runtime oci-interceptor is in use: remove the containers {lines[2]} first");
        Own("oi-uninstall", "podman");
        Directory.EnumerateFileSystemEntries(_dropIns).Should().BeEmpty();
    }

    [Fact]
    public void A_step_of_podman_build_runs_by_the_default_runtime()
    {
        var context = _scratch.MakeDirectory("context");
        new Command("tar", "--create", "--file", Path.Combine(context, "rootfs.tar"), "--directory", _rootfs, ".").Run().Succeeded();
        File.WriteAllText(Path.Combine(context, "Dockerfile"), "FROM scratch\nADD rootfs.tar /\nRUN [\"/bin/sh\", \"-c\", \"echo \\\"<$GREETING>\\\"\"]\n");
        Build().Should().Be("<>");

        Own("oi-install", "podman", "--name", "oi.1", "--default", "--oi-env", "GREETING=two words", "--link-dir", _links);
        Build().Should().Be("<two words>");

        Own("oi-uninstall", "podman", "--name", "oi.1");
        Build().Should().Be("<>");

        string Build() => _etc.SeenBy(new Command("podman", "--tmpdir", _scratch["tmp"], "build", "--network", "host", "--ulimit", "nofile=1000:1000", "--ulimit", "nproc=1000:1000", "--no-cache", context))
            .Run().Succeeded().OutputText.Split('\n').Single(line => line.StartsWith('<'));
    }

    [Fact]
    public void What_would_not_count_or_would_replace_something_is_refused()
    {
        Directory.CreateDirectory(_dropIns);
        File.WriteAllText(Path.Combine(_dropIns, "zz.conf"), "[engine]\nruntime = \"runc\"\n[engine.runtimes]\nmine = [\"/usr/sbin/runc\"]\n");

        Refused("oi-install", "podman", "--default").Should().Be(
            "/etc/containers/containers.conf.d/zz.conf sets a default runtime and is read after /etc/containers/containers.conf.d/oci-interceptor.conf: remove that setting, or leave out --default");
        Refused("oi-install", "podman", "--name", "mine").Should().Be("/etc/containers/containers.conf.d/zz.conf already has a runtime mine: choose another name with --name, or remove it");
        Refused("oi-install", "podman", "--name", "zz").Should().Be("/etc/containers/containers.conf.d/zz.conf already exists and was not written by oi-install: choose another runtime name with --name");
        Refused("oi-install", "podman", "--args", "--oi-env", "A=B").Should().Be("podman takes no arguments: leave out --args, and a profile will hold them");
    }

    /// <summary>podman's list and what it tells of each are two questions: a container may go between them.</summary>
    [Fact]
    public void A_container_that_is_removed_while_podman_is_asked_does_not_count()
    {
        Own("oi-install", "podman", "--link-dir", _links);
        var (gone, there) = (new string('a', 64), new string('b', 64));
        _scratch.Write("ids", $"{gone}\n{there}\n");
        _scratch.MakeDirectory("bin");
        _scratch.WriteScript("bin/podman", $"""
            case "$1 $*" in
              ps*) cat {_scratch["ids"]} ;;
              container*{gone}*) echo {there} >{_scratch["ids"]}; echo '{there} oci-interceptor'; echo 'Error: no such container {gone}' >&2; exit 125 ;;
              container*{there}) echo '{there} oci-interceptor' ;;
              *) exit 1 ;;
            esac
            """);

        ErrorReport.Message(_etc.SeenBy(new Command("env", $"PATH={_scratch["bin"]}:/usr/bin:/bin", PublishedBinary.Path, "oi-uninstall", "podman")).Run())
            .Should().Be("the runtime oci-interceptor is in use: remove the containers bbbbbbbbbbbb first");
    }

    /// <summary>Those that come while podman is asked are not what was asked for: there may always be another.</summary>
    [Fact]
    public void Containers_that_come_and_go_all_the_time_keep_nobody_waiting()
    {
        Own("oi-install", "podman", "--link-dir", _links);
        _scratch.MakeDirectory("bin");
        _scratch.WriteScript("bin/podman", $"""
            case "$1" in
              ps) echo x >>{_scratch["asked"]}; wc -l <{_scratch["asked"]} ;;
              *) echo 'Error: no such container' >&2; exit 125 ;;
            esac
            """);

        _etc.SeenBy(new Command("env", $"PATH={_scratch["bin"]}:/usr/bin:/bin", PublishedBinary.Path, "oi-uninstall", "podman")).Run().Succeeded();
        File.ReadAllText(_scratch["asked"]).Should().Be("x\nx\n");
    }

    private string Look(params string[] options) =>
        _etc.SeenBy(new Command("podman", ["--tmpdir", _scratch["tmp"], .. options, "run", "--rm", "--network", "none", "--ulimit", "nofile=1000:1000", "--ulimit", "nproc=1000:1000", "--rootfs", _rootfs, "/bin/sh", "-c", "echo $GREETING"]))
            .Run().Succeeded().OutputText;

    private CommandResult Own(params string[] arguments) => _etc.SeenBy(PublishedBinary.Call(arguments)).Run().Succeeded();

    private string Refused(params string[] arguments) => ErrorReport.Message(_etc.SeenBy(PublishedBinary.Call(arguments)).Run());

    private string State() => new Command("sh", "-c", "find \"$0\" -type f -exec sha256sum {} + | sort", _scratch["etc/containers"]).Run().Succeeded().OutputText;
}

using System.Globalization;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Generate;

/// <summary>oi-run: exit codes, input and output, signals, the policy, and that nothing is left.</summary>
public sealed class OiRunTests : IDisposable
{
    private const string Places = "/run/oci-interceptor";

    // Beside the answers of runtimes about themselves, which stay.
    private static string[] Left => Directory.Exists(Places) ? Directory.GetDirectories(Places, "oi-run-*") : [];

    // A command line that no other process has.
    private readonly string _sleep = $"sleep 4242.{Environment.ProcessId}";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_exit_code_and_the_output_are_the_containers()
    {
        var before = Traces();

        var result = Call("sh", "-c", "cat; echo out; echo err >&2; exit 42").With(Condition.Input(_scratch.Write("input", "in\n"))).Run().Exited(42);

        result.OutputText.Should().Be("in\nout\n");
        result.ErrorText.Should().Be("err\n");
        Traces().Should().Equal(before);
    }

    [Fact]
    public void Crun_does_as_well() =>
        new Command("unshare", "--mount", "sh", "-c", $"! [ -d {ContainerRuntime.Unified} ] || umount {ContainerRuntime.Unified}; exec \"$@\"", "sh",
            PublishedBinary.Path, "--oi-runtime-path", "crun", "oi-run", "--memory", "64m", "--", "sh", "-c", "echo out; exit 42").Run().Exited(42).OutputText.Should().Be("out\n");

    [Fact]
    public void The_host_is_seen_as_its_programs_alone()
    {
        var before = Traces();

        Call("sh", "-c", "id -u; ls -d /etc/shadow /root /home /etc/passwd 2>/dev/null; touch /usr/x /etc/alternatives/x 2>/dev/null && echo wrote; grep -E '^(CapEff|NoNewPrivs)' /proc/self/status; grep ' /usr ' /proc/mounts | cut -d' ' -f4 | cut -d, -f1-3; exit 0")
            .Run().Succeeded().OutputText.Should().Be("0\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nro,nosuid,nodev\n");
        Traces().Should().Equal(before);
    }

    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("INT", 2)]
    [InlineData("HUP", 1)]
    [InlineData("QUIT", 3)]
    [InlineData("USR1", 10)]
    [InlineData("USR2", 12)]
    public void A_signal_reaches_the_container(string name, int number)
    {
        var before = Traces();
        using var running = Call("sh", "-c", $"trap 'exit {100 + number}' {name}; echo up; while :; do sleep 0.1; done").Start();
        Eventually.Holds("the container runs", () => running.OutputText == "up\n");

        running.Signal(name);

        running.Wait().Exited(100 + number);
        Traces().Should().Equal(before);
    }

    /// <summary>Wherever it is just then: in its own code, in the kernel, or waiting. What runc does then is runc's affair.</summary>
    [Fact]
    public void A_signal_at_any_moment_is_no_crash_and_leaves_nothing()
    {
        const string Tries = """
            i=0
            while [ $i -lt 80 ]; do
              "$@" 2>>"$0" & p=$!
              sleep "$(printf 0.%04d $((i * 2)))"
              kill -s TERM $p
              wait $p
              echo $?
              i=$((i + 1))
            done
            """;
        var before = Traces();
        var program = Call("sh", "-c", "trap 'exit 77' TERM; sleep 0.2 & wait");
        var complaints = _scratch["complaints"];

        // The shell has words of its own for one that was too early to take signals.
        var result = (new Command("sh", "-c", Tries, complaints, program.Program).Plus(program.Arguments.AsEnumerable()) with { Timeout = TimeLimit.OfManyCommands }).Run().Succeeded();

        File.ReadAllText(complaints).Should().BeEmpty();
        // 143 is SIGTERM, and 77 the container's answer. runc may lose the signal as it starts one, or end with 2.
        result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(80).And.OnlyContain(code => code == "143" || code == "77" || code == "0" || code == "2");
        // One that was ended before it could take signals has made nothing; any other has cleaned up.
        Traces().Should().Equal(before);
    }

    [Theory]
    [InlineData("WINCH", "WINCH", 42)]
    [InlineData("TERM", "WINCH", 143)]
    [InlineData("WINCH", "TERM", 143)]
    public void A_terminal_that_is_resized_before_there_is_a_container_ends_nothing_and_hides_nothing(string first, string second, int code)
    {
        var before = Traces();
        var program = Call("sh", "-c", "exit 42");

        new Command("strace", "-o", "/dev/null", "-e", $"inject=?mkdir,mkdirat:signal={first}:when=1", "-e", $"inject=fchown:signal={second}:when=1", program.Program)
            .Plus(program.Arguments.AsEnumerable()).Run().Exited(code);
        Traces().Should().Equal(before);
    }

    [Fact]
    public void A_container_that_is_killed_leaves_nothing()
    {
        var before = Traces();
        using var running = Call("sh", "-c", $"echo up; exec {_sleep}").Start();
        Eventually.Holds("the container runs", () => running.OutputText == "up\n");

        Eventually.Holds("the shell has become what is killed", () => new Command("pkill", "-KILL", "-x", "-f", _sleep).Run().ExitCode == 0);

        running.Wait().Exited(137);
        Traces().Should().Equal(before);
    }

    /// <summary>runc has made the cgroups when it renames the file of its state, and without that file it knows of none.</summary>
    [Fact]
    public void A_runtime_that_is_killed_before_it_has_written_its_state_leaves_no_cgroup()
    {
        var before = Traces();
        var noted = _scratch["left"];
        var runtime = _scratch.Write("runtime", $"""
            #!/bin/sh
            strace -f -qq -o /dev/null -e inject=?rename,?renameat,renameat2:signal=KILL runc "$@"
            code=$?
            for id; do :; done
            case " $* " in *" run "*) find /sys/fs/cgroup -name "$id" | grep -c . >{noted} ;; esac
            exit $code
            """ + "\n");
        new Command("chmod", "755", runtime).Run().Succeeded();

        PublishedBinary.Call("--oi-runtime-path", runtime, "oi-run", "--", "true").Run().Exited(137);

        int.Parse(File.ReadAllText(noted), CultureInfo.InvariantCulture).Should().BePositive("otherwise there was nothing to remove");
        Traces().Should().Equal(before);
        Left.Should().BeEmpty();
    }

    [Fact]
    public void What_a_killed_one_leaves_the_next_one_removes()
    {
        var before = Traces();
        using (var running = Call("sh", "-c", $"echo up; exec {_sleep}").Start())
        {
            Eventually.Holds("the container runs", () => running.OutputText == "up\n");
            running.Signal("KILL");
            running.Wait();
        }
        Left.Should().HaveCount(1, "a process that is killed can clean nothing up");

        Call("true").Run().Succeeded();

        new Command("pgrep", "-x", "-f", _sleep).Run().ExitCode.Should().Be(1, "the container that was left is ended");
        Traces().Should().Equal(before);
    }

    [Theory]
    [InlineData("mkdir \"$1\"")]
    [InlineData("ln -s /etc \"$1\"")]
    [InlineData("mkfifo \"$1\"")]
    public void Nobody_else_can_keep_it_from_running_by_taking_a_name_where_everybody_may_write(string taking)
    {
        const string Name = "/dev/shm/oci-interceptor-0";
        new Command("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", taking, "sh", Name).Run().Succeeded();
        try
        {
            var result = Call("sh", "-c", "exit 42").Run().Exited(42);

            result.ErrorText.Should().BeEmpty();
            new Command("stat", "-c", "%u", Name).Run().Succeeded().OutputText.Should().Be("65534\n");
            Left.Should().BeEmpty();
        }
        finally
        {
            new Command("rm", "-d", Name).Run().Succeeded();
        }
    }

    [Fact]
    public void What_cannot_be_removed_is_told_and_stops_nothing()
    {
        var left = Path.Combine(Places, "oi-run-left");
        Directory.CreateDirectory(Path.Combine(left, "state/oi-run-left"));
        try
        {
            File.WriteAllText(Path.Combine(left, "call"), "--oi-runtime-path\0/gone\0");

            var result = Call("sh", "-c", "echo out; exit 42").Run().Exited(42);

            result.OutputText.Should().Be("out\n");
            result.ErrorText.Should().Be("oci-interceptor: cannot clean up after an earlier oi-run: cannot remove the container oi-run-left: "
                + "oci-interceptor: cannot use the runtime /gone: No such file or directory\n");
            Directory.Exists(left).Should().BeTrue();
        }
        finally
        {
            Directory.Delete(left, recursive: true);
        }
        Call("true").Run().Succeeded().ErrorText.Should().BeEmpty();
        Left.Should().BeEmpty();
    }

    [Fact]
    public void Two_at_a_time_leave_one_another_alone()
    {
        var before = Traces();
        using var first = Call("sh", "-c", "trap 'exit 7' TERM; echo up; while :; do sleep 0.1; done").Start();
        Eventually.Holds("the container runs", () => first.OutputText == "up\n");

        Call("sh", "-c", "exit 8").Run().Exited(8);
        first.HasExited.Should().BeFalse();
        first.Signal("TERM");

        first.Wait().Exited(7);
        Traces().Should().Equal(before);
    }

    [Fact]
    public void The_policy_holds_and_may_refuse()
    {
        var before = Traces();
        var edited = _scratch.Write("edit.json", """{"rules":[{"type":"env","force":{"FROM":"policy"}}]}""");
        var denied = _scratch.Write("deny.json", """{"rules":[{"type":"deny","when":{"verb":"run"},"message":"not here"}]}""");

        PublishedBinary.Call("--oi-config", edited, "oi-run", "--", "sh", "-c", "echo $FROM").Run().Succeeded().OutputText.Should().Be("policy\n");
        PublishedBinary.Call("--oi-config", denied, "oi-run", "--", "true").Run().Exited(1).ErrorText.Should().StartWith("oci-interceptor: denied by the rule \"deny\" ");
        Traces().Should().Equal(before);
    }

    [Fact]
    public void A_runtime_that_fails_leaves_nothing()
    {
        var before = Traces();

        Call("/nothing").Run().Exited(1).ErrorText.Should().Contain("/nothing");
        PublishedBinary.Call("--oi-runtime-path", "/nothing", "oi-run", "--", "true").Run().Exited(1).ErrorText.Should().StartWith("oci-interceptor: ");
        Traces().Should().Equal(before);
    }

    /// <summary>What is mounted there is the host's, such as an operator's disk, and no container's to remove.</summary>
    [Fact]
    public void Below_something_mounted_nothing_is_removed()
    {
        var left = Path.Combine(Places, "oi-run-left");
        Directory.CreateDirectory(Path.Combine(left, "rootfs/data"));
        _scratch.MakeDirectory("disk");
        _scratch.Write("disk/precious", "kept");
        new Command("mount", "--bind", _scratch["disk"], Path.Combine(left, "rootfs/data")).Run().Succeeded();
        try
        {
            Call("sh", "-c", "exit 42").Run().Exited(42).ErrorText.Should()
                .Be($"oci-interceptor: cannot clean up after an earlier oi-run: cannot remove {left}: something is mounted at {left}/rootfs/data\n");
            File.ReadAllText(_scratch["disk/precious"]).Should().Be("kept");
        }
        finally
        {
            new Command("umount", Path.Combine(left, "rootfs/data")).Run().Succeeded();
        }

        Call("true").Run().Succeeded().ErrorText.Should().BeEmpty();
        Left.Should().BeEmpty();
        File.ReadAllText(_scratch["disk/precious"]).Should().Be("kept");
    }

    [Fact]
    public void A_terminal_is_passed_through() =>
        Call("sh", "-c", "tty; exit 5").With(Condition.Terminal("plain")).Run().Exited(5);

    [Fact]
    public void A_user_namespace_may_have_another_root()
    {
        var before = Traces();

        PublishedBinary.Call("oi-run", "--uid-map", "0:100000:65536", "--gid-map", "0:100000:65536", "--", "sh", "-c", "id -u; cut -c1-40 /proc/self/uid_map | tr -s ' '")
            .Run().Succeeded().OutputText.Should().Be("0\n 0 100000 65536\n");
        Traces().Should().Equal(before);
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void A_user_who_is_not_root_has_a_container_too(string runtime)
    {
        const int User = 54321;
        const int Group = 54322;
        var place = $"/tmp/oci-interceptor-{User.ToString(CultureInfo.InvariantCulture)}";
        var binary = _scratch["oci-interceptor"];
        File.Copy(PublishedBinary.Path, binary);
        new Command("chmod", "755", _scratch.Path, binary).Run().Succeeded();

        new Command("unshare", "--mount", "sh", "-c", $"! [ -d {ContainerRuntime.Unified} ] || umount {ContainerRuntime.Unified}; exec \"$@\"", "sh",
            "env", "-u", "XDG_RUNTIME_DIR", "setpriv", $"--reuid={User}", $"--regid={Group}", "--clear-groups",
            binary, "--oi-runtime-path", runtime, "oi-run", "--", "sh", "-c", "cat /proc/self/uid_map /proc/self/gid_map | tr -s ' '; id -u; id -g; exit 42")
            .Run().Exited(42).OutputText.Should().Be($" 0 {User} 1\n 0 {Group} 1\n0\n0\n");
        Directory.Exists(place).Should().BeFalse();
    }

    [Fact]
    public void A_secret_in_memory_is_the_containers_users_alone()
    {
        var before = Traces();

        PublishedBinary.Call("oi-run", "--memory-secret", "a=" + _scratch.Write("a", "s3cret\n"), "--user", "7:8", "--", "sh", "-c", "cat /run/secrets/a; stat -c %a:%u:%g /run/secrets/a; grep ' /run/secrets/a ' /proc/mounts | cut -d' ' -f1,3")
            .Run().Succeeded().OutputText.Should().Be("s3cret\n400:7:8\ntmpfs tmpfs\n");
        Traces().Should().Equal(before);
    }

    [Fact]
    public void The_engines_socket_is_handed_in_when_it_is_asked_for()
    {
        var socket = _scratch.Write("socket", "");

        PublishedBinary.Call("oi-run", "--sd-notify", "--", "sh", "-c", "echo $NOTIFY_SOCKET; ls /run").With("NOTIFY_SOCKET", socket)
            .Run().Succeeded().OutputText.Should().Be("/run/notify.sock\nnotify.sock\n");
        PublishedBinary.Call("oi-run", "--", "sh", "-c", "echo .$NOTIFY_SOCKET; ls /run").With("NOTIFY_SOCKET", socket)
            .Run().ExitCode.Should().NotBe(0, "there is no /run, and nothing makes one");
    }

    private static Command Call(params string[] command) => PublishedBinary.Call(["oi-run", "--", .. command]);

    // Mounts, cgroups, the runtimes' state and our own directories, whichever of them are there. Engines of other tests have
    // containers among the runtimes' state, and may remove them just now.
    private static string[] Traces() =>
    [
        .. File.ReadAllLines("/proc/self/mountinfo").Where(line => line.Contains("oci-interceptor", StringComparison.Ordinal) || line.Contains("oi-run-", StringComparison.Ordinal)),
        .. new[] { "/run/runc", "/run/crun" }.Where(Directory.Exists).SelectMany(path => Directory.EnumerateDirectories(path, "oi-run-*")).Order(StringComparer.Ordinal),
        .. new[] { Places, "/dev/shm/oci-interceptor-0" }.Where(Directory.Exists).SelectMany(path => Directory.EnumerateFileSystemEntries(path, "oi-run-*")).Order(StringComparer.Ordinal),
        .. Directory.EnumerateDirectories("/sys/fs/cgroup", "oi-run-*", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
    ];
}

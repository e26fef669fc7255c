using System.Diagnostics;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Docker;

/// <summary>By a process that is called dockerd and has its arguments: a shell that waits for somebody to write into a FIFO.</summary>
public sealed class DockerProcessTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly string _configuration;
    private readonly List<Process> _started = [];

    public DockerProcessTests()
    {
        _configuration = _scratch.File("daemon.json", "{}");
        // By another process: one that this process forks meanwhile would hold the file open for writing, and nobody could execute it.
        Shell.Run("cp", ["/bin/sh", _scratch["dockerd"]]);
        Posix.MakeFifo(_scratch["fifo"]);
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        _scratch.Dispose();
    }

    private string Wait => $": < {_scratch["fifo"]}";

    /// <summary>As Go's flags are written.</summary>
    [Theory]
    [InlineData("", null)]
    [InlineData("-H unix:///a", null, "unix:///a")]
    [InlineData("-H=unix:///a", null, "unix:///a")]
    [InlineData("-Hunix:///a", null, "unix:///a")]
    [InlineData("--host unix:///a --host=unix:///b -H unix:///c", null, "unix:///a", "unix:///b", "unix:///c")]
    [InlineData("-H=", null, "")]
    [InlineData("--hosts=x -h y", null)]
    [InlineData("--debug -H --host=x", null, "--host=x")]
    [InlineData("--default-runtime a", "a")]
    [InlineData("--default-runtime=a --default-runtime b", "b")]
    [InlineData("--default-runtime b --default-runtime=a", "a")]
    [InlineData("--default-runtimes=a --log-level=--default-runtime", null)]
    public void Its_flags_say_where_it_listens_and_what_it_runs(string flags, string? runtime, params string[] hosts)
    {
        Start(Wait, [$"--config-file={_configuration}", .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        var daemon = Readers().Should().ContainSingle().Which;

        daemon.Hosts.Should().Equal(hosts);
        daemon.DefaultRuntime.Should().Be(runtime);
    }

    [Theory]
    [InlineData(true, "--config-file=/none", "--config-file={0}")]
    [InlineData(true, "--config-file", "/none", "--config-file", "{0}")]
    [InlineData(false, "--config-file={0}", "--config-file=/none")]
    [InlineData(false, "--config-file", "{0}", "--config-file", "/none")]
    [InlineData(true, "--config-file={1}")]
    [InlineData(false, "--config-files={0}")]
    [InlineData(false)]
    public void The_last_configuration_that_is_named_is_read(bool isRead, params string[] flags)
    {
        File.CreateSymbolicLink(_scratch["link.json"], "daemon.json");
        Start(Wait, [.. flags.Select(flag => string.Format(null, flag, _configuration, _scratch["link.json"]))]);

        Readers().Should().HaveCount(isRead ? 1 : 0);
    }

    [Fact]
    public void One_that_is_to_be_made_is_known_by_its_directory()
    {
        Directory.CreateDirectory(_scratch["other"]);
        Start(Wait, $"--config-file={_scratch["new.json"]}");

        DockerProcess.ReadersOf(_scratch["new.json"]).Should().HaveCount(1);
        DockerProcess.ReadersOf(_scratch["other/new.json"]).Should().BeEmpty();
        DockerProcess.ReadersOf(_scratch["newer.json"]).Should().BeEmpty();
        DockerProcess.ReadersOf(_scratch["none/new.json"]).Should().BeEmpty();
        _scratch.File("new.json");
        DockerProcess.ReadersOf(_scratch["new.json"]).Should().HaveCount(1);
    }

    [Fact]
    public void A_directory_may_be_missing_too()
    {
        Start(Wait, $"--config-file={_scratch["none/new.json"]}");

        DockerProcess.ReadersOf(_scratch["none/new.json"]).Should().HaveCount(1);
        DockerProcess.ReadersOf(_scratch["gone/new.json"]).Should().BeEmpty();
        Directory.CreateDirectory(_scratch["none"]);
        DockerProcess.ReadersOf(_scratch["none/new.json"]).Should().HaveCount(1);
    }

    [Theory]
    [InlineData("dockerd-rootless.sh", 0)]
    [InlineData("dockerd-x", 1)]
    [InlineData("docker", 0)]
    public void Another_program_is_none(string name, int count)
    {
        File.Move(_scratch["dockerd"], _scratch[name]);
        Start(_scratch[name], Wait, [], $"--config-file={_configuration}");

        Eventually(() => File.ReadAllText($"/proc/{_started[0].Id}/comm") == $"{name[..Math.Min(15, name.Length)]}\n");
        Readers().Should().HaveCount(count);
    }

    [Fact]
    public void A_forked_child_is_no_second_daemon()
    {
        var daemon = Start($"({Wait}) & wait", $"--config-file={_configuration}");
        Eventually(() => File.ReadAllText($"/proc/{daemon.Id}/task/{daemon.Id}/children").Length > 0);

        Readers().Should().ContainSingle().Which.Id.Should().Be(daemon.Id);
    }

    [Fact]
    public void A_daemon_that_another_one_has_started_is_a_second()
    {
        var outer = Start($"{_scratch["dockerd"]} -c '{Wait}' inner --config-file={_configuration} & wait", $"--config-file={_configuration}");
        Eventually(() => File.ReadAllText($"/proc/{outer.Id}/task/{outer.Id}/children").Split(' ')[0] is { Length: > 0 } child
            && File.ReadAllText($"/proc/{child}/cmdline").Contains("\0inner\0", StringComparison.Ordinal));

        Readers().Should().HaveCount(2);
    }

    /// <summary>In a rootless daemon's own /etc, what the machine has is a link.</summary>
    [Fact]
    public void A_directory_behind_a_link_is_seen()
    {
        Directory.CreateDirectory(_scratch["real"]);
        File.CreateSymbolicLink(_scratch["policies"], "real");
        Start(Wait, $"--config-file={_configuration}");

        Readers().Single().Sees(_scratch["policies"]).Should().BeTrue();
    }

    [Fact]
    public void Two_daemons_of_one_configuration_are_two()
    {
        Start(Wait, $"--config-file={_configuration}");
        Start(Wait, $"--config-file={_configuration}");

        Readers().Select(daemon => daemon.Id).Should().BeEquivalentTo(_started.Select(process => process.Id));
        FluentActions.Invoking(() => new DockerDaemon(_configuration, "n", "/").Only).Should().Throw<InterceptorException>()
            .WithMessage($"several dockerd read {_configuration}, so which one to reload is unclear: processes *");
    }

    [Fact]
    public void Without_one_there_is_nobody_to_reload() =>
        FluentActions.Invoking(() => new DockerDaemon(_configuration, "n", "/").Only).Should().Throw<InterceptorException>()
            .WithMessage($"no running dockerd reads {_configuration}: start it, or leave out --reload");

    [Fact]
    public void It_is_told_to_reload_until_it_has_ended()
    {
        var process = Start(Wait, $"--config-file={_configuration}");
        var daemon = Readers().Single();
        daemon.Sees(_scratch.Path).Should().BeTrue();
        daemon.Sees(_scratch["none"]).Should().BeFalse();

        daemon.Reload();

        process.WaitForExit(TimeLimit.OfAProgram).Should().BeTrue();
        process.ExitCode.Should().Be(128 + 1, "the signal is SIGHUP");
        daemon.Sees(_scratch["none"]).Should().BeTrue("it has ended");
        daemon.Invoking(ended => ended.Reload()).Should().Throw<InterceptorException>().WithMessage($"dockerd (process {process.Id}) has ended");
    }

    [Fact]
    public void Its_paths_are_seen_from_here()
    {
        var process = Start(Wait, $"--config-file={_configuration}");
        var daemon = Readers().Single();

        daemon.Seen("/etc/x").Should().Be($"/proc/{process.Id}/root/etc/x");
        daemon.Seen("x").Should().Be($"/proc/{process.Id}/cwd/x");
        daemon.Program.Should().Be($"/proc/{process.Id}/exe");
    }

    [Theory]
    [InlineData("PATH=/p", "/p")]
    [InlineData("PATHS=/p", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")]
    public void Its_PATH_is_that_of_its_environment(string variable, string path)
    {
        Start(_scratch["dockerd"], Wait, [variable], $"--config-file={_configuration}");

        Readers().Single().SearchPath.Should().Be(path);
    }

    [Theory]
    [InlineData("", "/etc/docker/daemon.json", "/var/run/docker.sock")]
    [InlineData("HOME=/h XDG_RUNTIME_DIR=/r XDG_CONFIG_HOME=/c", "/etc/docker/daemon.json", "/var/run/docker.sock")]
    [InlineData("ROOTLESSKIT_STATE_DIR= HOME=/h XDG_RUNTIME_DIR=/r", "/etc/docker/daemon.json", "/var/run/docker.sock")]
    [InlineData("ROOTLESSKIT_STATE_DIR=/s HOME=/h XDG_RUNTIME_DIR=/r", "/h/.config/docker/daemon.json", "/r/docker.sock")]
    [InlineData("ROOTLESSKIT_STATE_DIR=/s HOME=/h XDG_RUNTIME_DIR=/r XDG_CONFIG_HOME=", "/h/.config/docker/daemon.json", "/r/docker.sock")]
    [InlineData("ROOTLESSKIT_STATE_DIR=/s HOME=/h XDG_RUNTIME_DIR=/r XDG_CONFIG_HOME=/c", "/c/docker/daemon.json", "/r/docker.sock")]
    public void A_rootless_one_uses_its_users_directories(string environment, string configuration, string socket) =>
        DockerPaths.Of(name => environment.Split(' ').FirstOrDefault(entry => entry.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..])
            .Should().Be(new DockerPaths(configuration, socket));

    [Theory]
    [InlineData("/etc/docker/daemon.json", "/var/lib/docker")]
    [InlineData("/home/u/.config/docker/daemon.json", "/home/u/.local/share/docker")]
    [InlineData("/home/u/.config/docker/daemon.json.old", "/var/lib/docker")]
    [InlineData("/home/u/.CONFIG/docker/daemon.json", "/var/lib/docker")]
    public void A_stopped_one_keeps_its_containers_by_where_its_file_is(string configuration, string root) => DockerPaths.DataRoot(configuration).Should().Be(root);

    private List<DockerProcess> Readers() => [.. DockerProcess.ReadersOf(_configuration)];

    private Process Start(string script, params string[] flags) => Start(_scratch["dockerd"], script, null, flags);

    private Process Start(string program, string script, string[]? environment, params string[] flags)
    {
        var start = new ProcessStartInfo(program, ["-c", script, .. flags]);
        if (environment is not null)
        {
            start.Environment.Clear();
            foreach (var entry in environment)
            {
                start.Environment[entry.Split('=')[0]] = entry.Split('=')[1];
            }
        }
        var process = Process.Start(start)!;
        _started.Add(process);
        Eventually(() => File.ReadAllText($"/proc/{process.Id}/cmdline").StartsWith($"{program}\0-c\0", StringComparison.Ordinal));
        return process;
    }

    private static void Eventually(Func<bool> condition)
    {
        while (!condition())
        {
            Thread.Sleep(1);
        }
    }
}

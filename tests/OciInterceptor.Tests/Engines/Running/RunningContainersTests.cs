using System.Diagnostics;
using OciInterceptor.Collections;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Running;

namespace OciInterceptor.Tests.Engines.Running;

/// <summary>Containers by the processes that watch them: copies of a shell with the names and command lines of those.</summary>
public sealed class RunningContainersTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<Process> _started = [];

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        _directory.Dispose();
    }

    [Fact]
    public void A_shims_containers_are_those_beside_its_bundle_that_run()
    {
        Bundle("ns/aaa", Environment.ProcessId, "/usr/local/bin/oci-interceptor\n");
        Bundle("ns/bbb", Environment.ProcessId, null);
        Bundle("ns/ended", int.MaxValue, "runc");
        Directory.CreateDirectory(_directory["ns/other"]);
        Start("containerd-shim-runc-v2", _directory["ns/aaa"], "-namespace", "ns");

        Found().Should().Equal(
            new RunningContainer("containerd", "aaa", _directory["ns/aaa"], "/usr/local/bin/oci-interceptor"),
            new RunningContainer("containerd", "bbb", _directory["ns/bbb"], null));
    }

    /// <summary>Of containerd's namespaces the one with just that name is Docker's.</summary>
    [Theory]
    [InlineData("moby", "docker")]
    [InlineData("not-moby", "containerd")]
    [InlineData("moby2", "containerd")]
    public void A_namespace_tells_the_engine(string space, string engine)
    {
        Bundle($"{space}/aaa", Environment.ProcessId, null);
        Start("containerd-shim-runc-v2", _directory[$"{space}/aaa"]);

        Found().Select(container => container.Engine).Should().Equal(engine);
    }

    [Fact]
    public void A_shim_whose_own_bundle_is_gone_leads_to_the_others()
    {
        Bundle("ns/aaa", Environment.ProcessId, "runc");
        Directory.CreateDirectory(_directory["ns/sandbox"]);
        Start("containerd-shim", _directory["ns/sandbox"]);
        Directory.Delete(_directory["ns/sandbox"]);

        Found().Select(container => container.Id).Should().Equal("aaa");
    }

    [Theory]
    [InlineData("-b {0} -c {1} -r /opt/oi", "c123456789abcdef", "/opt/oi")]
    [InlineData("--bundle={0} --cid={1} --runtime=/opt/oi", "c123456789abcdef", "/opt/oi")]
    [InlineData("--bundle {0} --cid {1}", "c123456789abcdef", null)]
    [InlineData("-b {0}", "bundle", null)]
    public void A_monitors_container_is_in_its_command_line(string line, string id, string? program)
    {
        var bundle = Bundle("bundle", 1, null);

        Start("conmon", "/", line.Replace("{0}", bundle, StringComparison.Ordinal).Replace("{1}", id, StringComparison.Ordinal).Split(' '));

        Found().Should().Equal(new RunningContainer("crio", id, bundle, program));
        Found()[0].ShortId.Should().Be(id[..Math.Min(12, id.Length)]);
    }

    [Theory]
    [InlineData("conmon", "-b {0}/none")]
    [InlineData("conmon", "-c x")]
    [InlineData("other", "-b {0}/bundle")]
    public void Other_processes_have_none(string name, string line)
    {
        Bundle("bundle", 1, null);
        Start(name, _directory["bundle"], line.Replace("{0}", _directory.Path, StringComparison.Ordinal).Split(' '));
        Found().Should().BeEmpty();
    }

    [Theory]
    [InlineData("chmod 777 bundle")]
    [InlineData("chown 65534 bundle")]
    [InlineData("mv bundle moved; chmod 777 .; ln -s moved bundle")]
    public void A_bundle_that_others_can_change_is_none(string change)
    {
        var bundle = Bundle("bundle", Environment.ProcessId, null);
        Start("containerd-shim", bundle);
        Start("conmon", "/", "-b", bundle);
        Found().Should().NotBeEmpty();

        Shell.Run("sh", ["-ec", $"cd {_directory.Path}; {change}"]);

        Found().Should().BeEmpty();
    }

    [Theory]
    [InlineData("init.pid")]
    [InlineData("runtime")]
    public void A_pipe_or_an_endless_file_in_a_bundle_tells_nothing(string name)
    {
        Bundle("ns/aaa", Environment.ProcessId, "other");
        Bundle("ns/bbb", Environment.ProcessId, "other");
        foreach (var bundle in (string[])["aaa", "bbb"])
        {
            File.Delete(_directory[$"ns/{bundle}/{name}"]);
        }
        Shell.Run("mkfifo", [_directory[$"ns/aaa/{name}"]]);
        File.CreateSymbolicLink(_directory[$"ns/bbb/{name}"], "/dev/zero");
        Start("containerd-shim", _directory["ns/aaa"]);

        Found().Select(container => container.Program).Should().Equal(name == "runtime" ? [null, null] : ["other"]);
    }

    /// <summary>A name, a command line and a working directory are anybody's to choose.</summary>
    [Theory]
    [InlineData("conmon", "setpriv --reuid=65534 --clear-groups")]
    [InlineData("conmon", "unshare --mount")]
    [InlineData("containerd-shim", "setpriv --reuid=65534 --clear-groups")]
    [InlineData("containerd-shim", "unshare --mount")]
    public void Another_users_process_and_a_containers_count_for_nothing(string name, string start)
    {
        var bundle = Bundle("bundle", Environment.ProcessId, null);
        Shell.Run("chmod", ["755", _directory.Path, bundle]);
        var script = _directory.File("named", $"printf {name} >/proc/$$/comm\nread line", (UnixFileMode)0b110_100_100);
        var words = start.Split(' ');
        var process = Process.Start(new ProcessStartInfo(words[0], [.. words[1..], "/bin/sh", script, "-b", bundle]) { WorkingDirectory = bundle, RedirectStandardInput = true })!;
        _started.Add(process);
        SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{process.Id}/comm") == $"{name}\n", TimeLimit.OfAProgram).Should().BeTrue();

        Found().Should().BeEmpty();
    }

    /// <summary>A container's own root is root as well, where it has no user namespace; it has a PID namespace.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("unshare --pid --fork --kill-child", false)]
    public void A_process_in_another_PID_namespace_counts_for_nothing(string start, bool isFound)
    {
        var script = _directory.File("named", "printf conmon >/proc/self/comm\n: > \"$0.started\"\nread line", (UnixFileMode)0b110_100_100);
        var words = $"{start} /bin/sh".Trim().Split(' ');
        var id = Path.GetFileName(_directory.Path);
        _started.Add(Process.Start(new ProcessStartInfo(words[0], [.. words[1..], script, "-c", id]) { RedirectStandardInput = true })!);
        SpinWait.SpinUntil(() => File.Exists($"{script}.started"), TimeLimit.OfAProgram).Should().BeTrue();

        new RunningContainers(new LinuxMachine("")).Find().Any(container => container.Id == id).Should().Be(isFound);
    }

    // The machine may run containers of its own.
    private ImmutableArray<RunningContainer> Found() => [.. new RunningContainers(new LinuxMachine("")).Find().Where(container => container.Bundle?.StartsWith(_directory.Path, StringComparison.Ordinal) == true)];

    private string Bundle(string name, int process, string? program)
    {
        Directory.CreateDirectory(_directory[name]);
        _directory.File($"{name}/config.json", "{}");
        _directory.File($"{name}/init.pid", $"{process}");
        if (program is not null)
        {
            _directory.File($"{name}/runtime", program);
        }
        return _directory[name];
    }

    private void Start(string name, string directory, params string[] arguments)
    {
        File.Copy("/bin/sh", _directory[name]);
        var script = _directory.File("script", ": > \"$0.started\"\nread line");
        var process = Process.Start(new ProcessStartInfo(_directory[name], [script, .. arguments]) { WorkingDirectory = directory, RedirectStandardInput = true })!;
        _started.Add(process);
        SpinWait.SpinUntil(() => File.Exists($"{script}.started"), TimeLimit.OfAProgram).Should().BeTrue();
    }
}

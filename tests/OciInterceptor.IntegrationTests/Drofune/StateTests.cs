using System.Globalization;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>One container at a time, and what a runtime that was killed leaves behind.</summary>
public sealed class StateTests : IDisposable
{
    private readonly Scratch _scratch = Scratch.InRootFileSystem();
    private readonly TeachingRuntime _drofune;

    public StateTests() => _drofune = new TeachingRuntime(_scratch);

    public void Dispose() => _scratch.Dispose();

    private string Removing => $"drofune: removing what a container that was killed left in {_drofune.State}\n";

    [Fact]
    public void A_second_container_is_refused_and_the_first_one_goes_on()
    {
        using var first = _drofune.Start();
        var pid = File.ReadAllText(_drofune.PidFile).TrimEnd();

        _drofune.Run("true").Run().Exited(1).ErrorText.Should().Be(
            $"{TeachingRuntime.Warning}drofune: a container is running already (process {pid}, {_drofune.PidFile}); there is one at a time\n");

        _drofune.Exec("cat", "/proc/1/cmdline").Run().Succeeded().OutputText.Should().Be("sleep\01000\0");
        _drofune.End(first).Exited(137);
        _drofune.Run("true").Run().Succeeded();
        _drofune.ShouldHaveLeftNothing();
    }

    [Fact]
    public void The_pid_file_names_the_containers_first_process()
    {
        using var container = _drofune.Start();
        var pid = int.Parse(File.ReadAllText(_drofune.PidFile), CultureInfo.InvariantCulture);
        File.ReadAllText($"/proc/{pid}/cmdline").Should().Be("sleep\01000\0");
        File.ReadAllLines($"/proc/{pid}/status").Should().Contain($"NSpid:\t{pid}\t1");
        _drofune.End(container);
    }

    [Theory]
    [InlineData("self")]
    [InlineData("1")]
    [InlineData("no number")]
    public void A_pid_file_that_nobody_holds_is_stale_whatever_it_names(string content)
    {
        Directory.CreateDirectory(Path.Combine(_drofune.State, "container"));
        File.WriteAllText(_drofune.PidFile, content == "self" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : content);

        _drofune.Exec("true").Run().Exited(1).ErrorText.Should().Be($"{TeachingRuntime.Warning}drofune: no container is running ({_drofune.State})\n");
        _drofune.Run("echo", "hi").Run().Succeeded().ErrorText.Should().Be(TeachingRuntime.Warning + Removing);
        _drofune.ShouldHaveLeftNothing();
    }

    [Fact]
    public void A_disk_that_is_full_is_an_error_and_nothing_is_left()
    {
        var disk = _scratch.MountTmpfs("disk", "64k");
        File.WriteAllBytes(Path.Combine(disk, "full"), new byte[65536]);

        RunFails(Path.Combine(disk, "state"), "No space left on device");

        Directory.GetFileSystemEntries(disk).Should().Equal(Path.Combine(disk, "full"));
    }

    /// <summary>The directory itself takes one, as do the disk's root, the pid file, and the container's directory.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_disk_without_inodes_is_an_error_and_nothing_is_left(int inodes)
    {
        var disk = _scratch.MountTmpfs("disk", $"64k,nr_inodes={inodes}");

        RunFails(Path.Combine(disk, "state"), "No space left on device");

        Directory.GetFileSystemEntries(disk).Should().BeEmpty();
    }

    [Fact]
    public void A_limit_on_the_size_of_files_is_an_error_and_nothing_is_left()
    {
        const int FileSize = 1;
        // On stdout and stderr the limit would hold as well.
        _drofune.Run("true").With(Condition.Limit(FileSize, "0", "0"), Condition.Of("stdout", "/dev/null"), Condition.Of("stderr", "/dev/null")).Run().Exited(1);
        _drofune.ShouldHaveLeftNothing();
    }

    [Fact]
    public void A_limit_on_open_files_is_an_error_that_says_so_and_nothing_is_left()
    {
        FailsForWantOfDescriptors(_drofune.Run("true"), _drofune.ShouldHaveLeftNothing).Should().BeGreaterThan(3);
    }

    [Fact]
    public void To_enter_as_well()
    {
        using var container = _drofune.Start();
        FailsForWantOfDescriptors(_drofune.Exec("true"), () => container.HasExited.Should().BeFalse()).Should().BeGreaterThan(3);
        _drofune.End(container);
        _drofune.ShouldHaveLeftNothing();
    }

    [Fact]
    public void The_directory_of_the_state_directory_is_not_made()
    {
        RunFails(_scratch["no/state"], "No such file or directory");
        Directory.Exists(_scratch["no"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("mkfifo {0}", "the pid file is no regular file")]
    [InlineData("mkdir {0}", "Is a directory")]
    [InlineData("ln -s /etc/passwd {0}", "Too many levels of symbolic links")]
    public void What_is_in_the_pid_files_place_is_left_alone(string make, string why)
    {
        Directory.CreateDirectory(_drofune.State);
        new Command("sh", "-c", string.Format(CultureInfo.InvariantCulture, make, _drofune.PidFile)).Run().Succeeded();

        RunFails(_drofune.State, why);

        Directory.GetFileSystemEntries(_drofune.State).Should().Equal(_drofune.PidFile);
        _drofune.ShouldHaveNoProcess();
    }

    /// <summary>The kernel does not let a process that has another user die with its parent.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("setpriv --reuid=65534 --regid=65534 --clear-groups")]
    public void A_killed_runtime_takes_its_container_with_it_and_leaves_nothing(string user)
    {
        using (var container = _drofune.StartReady([.. user.Split(' ', StringSplitOptions.RemoveEmptyEntries), "/bin/sh", "-c", $"echo ready; sleep 1000; : {_drofune.State}"]))
        {
            container.Signal("KILL");
            container.Wait().Exited(137);
        }
        Docker.Eventually.Holds("everything is removed", () => !Directory.Exists(_drofune.State));
        _drofune.ShouldHaveLeftNothing();
    }

    [Fact]
    public void What_is_left_when_everything_was_killed_the_next_container_removes()
    {
        using (var container = _drofune.StartReady("/bin/sh", "-c", $"echo ready; sleep 1000; : {_drofune.State}"))
        {
            new Command("pkill", "-KILL", "-f", $"^drofune keep-stage .*{_drofune.State}").Run().Succeeded();
            container.Signal("KILL");
            container.Wait().Exited(137);
        }
        _drofune.ShouldHaveNoProcess();
        _drofune.Exec("true").Run().Exited(1).ErrorText.Should().Be($"{TeachingRuntime.Warning}drofune: no container is running ({_drofune.State})\n");

        _drofune.Run("true").Run().Succeeded().ErrorText.Should().Be(TeachingRuntime.Warning + Removing);
        _drofune.ShouldHaveLeftNothing();
    }

    [Fact]
    public void A_killed_exec_takes_its_command_with_it_and_leaves_the_container()
    {
        using var container = _drofune.Start();
        using (var entered = _drofune.Exec("/bin/sh", "-c", "echo ready; sleep 1001; :").Start())
        {
            Docker.Eventually.Holds("the command runs", () => entered.OutputText == "ready\n");
            entered.Signal("KILL");
            entered.Wait().Exited(137);
        }
        // The shell has the signal, its child outlives it in the container as anywhere.
        Docker.Eventually.Holds("the command has ended", () => !_drofune.Exec("ps", "-e", "-o", "args=").Run().Succeeded().OutputText.Contains("echo ready; sleep 1001"));
        _drofune.End(container);
        _drofune.ShouldHaveLeftNothing();
    }

    [Theory]
    [InlineData("insecure-join")]
    [InlineData("binary-overwrite")]
    public void A_probe_that_is_killed_half_way_leaves_nothing(string probe)
    {
        var program = _scratch["probe"];
        File.Copy(CCompiler.CompileStatic($"lab/probes/{probe}.c"), program);
        string[] arguments = probe == "insecure-join" ? [Path.Combine(_scratch.MountTmpfs("host", "64k"), "marker"), "1000"] : ["entering", "/entered", "1000"];
        using var container = _drofune.StartReady([program, .. arguments]);
        _drofune.Exec("--secure-join", "true").Run().Succeeded();

        _drofune.End(container).Exited(137);

        _drofune.ShouldHaveLeftNothing();
    }

    [Theory]
    [InlineData("mkdir")]
    [InlineData("chroot")]
    [InlineData("unlinkat")]
    [InlineData("setns", "--pivot-root")]
    public void A_jailbreak_that_is_killed_half_way_leaves_nothing(string call, params string[] options)
    {
        var program = _scratch["probe"];
        File.Copy(CCompiler.CompileStatic("lab/probes/jailbreak.c"), program);
        var marker = Path.Combine(_scratch.MountTmpfs("host", "64k"), "marker");
        string[] traced = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "signal=none", "-e", $"inject={call}:signal=KILL", program, marker];

        _drofune.Run([.. options, .. traced]).Run().Exited(2).OutputText.Should().BeEmpty();

        _drofune.ShouldHaveLeftNothing();
        Directory.Exists("/.jailbreak").Should().BeFalse();
    }

    /// <summary>System calls that no process of drofune makes but the one on its way to the command.</summary>
    [Theory]
    [InlineData("prctl", 1)]
    [InlineData("mount", 1)]
    [InlineData("mount", 2)]
    [InlineData("mount", 3)]
    [InlineData("mount", 6)]
    [InlineData("chdir", 2)]
    [InlineData("pivot_root", 1)]
    [InlineData("umount2", 1)]
    [InlineData("capset", 1)]
    public void A_container_that_is_killed_while_it_is_made_leaves_nothing(string call, int when)
    {
        var run = _drofune.Run("--pivot-root", "--drop-caps", "/bin/true", _drofune.State);
        new Command("strace", "-f", "-qq", "-o", "/dev/null", "-e", $"inject={call}:signal=KILL:when={when}", run.Program).Plus(run.Arguments).Run().Exited(137)
            .ErrorText.Should().Be(TeachingRuntime.Warning);
        _drofune.ShouldHaveLeftNothing();
    }

    [Fact]
    public void A_runtime_killed_between_any_two_system_calls_leaves_nothing_that_the_next_one_does_not_remove()
    {
        var trace = _scratch["trace"];
        Strace("trace=all", "-o", trace).Run().Succeeded();
        _drofune.ShouldHaveLeftNothing();
        var names = File.ReadAllLines(trace).Where(line => line.Contains('(', StringComparison.Ordinal)).Select(line => line[..line.IndexOf('(', StringComparison.Ordinal)]).ToList();
        var first = File.ReadAllLines(trace).ToList().FindIndex(line => line.StartsWith("mkdir(", StringComparison.Ordinal) && line.Contains(_drofune.State));
        first.Should().BePositive();

        var killed = 0;
        for (var n = first; n < names.Count; n++)
        {
            // strace counts each kind of call by itself, and not the execve that began it all.
            var when = names.Skip(1).Take(n).Count(name => name == names[n]);
            killed += Strace($"inject={names[n]}:signal=KILL:when={when}").Run().ExitCode == 137 ? 1 : 0;
            _drofune.ShouldHaveNoProcess();
            _drofune.Run("true").Run().Succeeded();
            _drofune.ShouldHaveLeftNothing();
        }
        killed.Should().BeGreaterThan((names.Count - first) / 2);
    }

    // Raises the limit until the command succeeds; says how often it did not.
    private static int FailsForWantOfDescriptors(Command command, Action check)
    {
        const int OpenFiles = 7;
        for (var limit = 4; ; limit++)
        {
            var number = limit.ToString(CultureInfo.InvariantCulture);
            var result = command.With(Condition.Limit(OpenFiles, number, number)).Run();
            check();
            if (result.ExitCode == 0)
                return limit - 4;
            result.Exited(1).ErrorText.Should().MatchRegex($"^{TeachingRuntime.Warning.TrimEnd()}\ndrofune: cannot [^\n]*: Too many open files\n$");
        }
    }

    private static void RunFails(string state, string why) =>
        new Command(TeachingRuntime.Binary, "run", "--state", state, "true").Run().Exited(1)
            .ErrorText.Should().Be($"{TeachingRuntime.Warning}drofune: cannot use the directory {state}: {why}\n");

    // The runtime's own first thread alone; the container is not traced. The command has the state directory's name, to be known by.
    private Command Strace(string expression, params string[] options)
    {
        var run = _drofune.Run("/bin/true", _drofune.State);
        return new Command("strace", ["-qq", "-e", expression, .. options, run.Program]) { ErrorFile = _scratch["strace"] }.Plus(run.Arguments);
    }
}

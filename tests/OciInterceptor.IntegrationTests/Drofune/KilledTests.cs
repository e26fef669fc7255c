using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>What is left when the runtime, the container or a probe is killed: nothing, or what the next container removes.</summary>
public sealed class KilledTests : IDisposable
{
    private readonly Scratch _scratch = Scratch.InRootFileSystem();
    private readonly TeachingRuntime _drofune;

    public KilledTests() => _drofune = new TeachingRuntime(_scratch);

    public void Dispose() => _scratch.Dispose();

    private string Removing => $"drofune: removing the leftovers of a killed container in {_drofune.State}\n";

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
        File.Copy(CCompiler.CompileStatic($"Probes/{probe}.c"), program);
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
        File.Copy(CCompiler.CompileStatic("Probes/jailbreak.c"), program);
        var marker = Path.Combine(_scratch.MountTmpfs("host", "64k"), "marker");
        string[] traced = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "signal=none", "-e", $"inject={call}:signal=KILL", program, marker];

        _drofune.Run([.. options, .. traced]).Run().Exited(2).OutputText.Should().BeEmpty();

        _drofune.ShouldHaveLeftNothing();
        Directory.Exists("/.jailbreak").Should().BeFalse();
    }

    /// <summary>The runtime is all that it has: by this call it asks to be ended with it.</summary>
    [Fact]
    public void A_container_that_is_ended_before_it_dies_with_the_runtime_leaves_nothing()
    {
        const int BadSystemCall = 31, Core = 4, ParentDeathSignal = 1;
        _drofune.Run("/bin/true", _drofune.State).With(Condition.Limit(Core, "0", "0"), Condition.Refuse("prctl", 0, ParentDeathSignal, 0)).Run().Exited(128 + BadSystemCall)
            .ErrorText.Should().Be(TeachingRuntime.Warning);
        _drofune.ShouldHaveLeftNothing();
    }

    /// <summary>System calls that no process of drofune makes but the one on its way to the command.</summary>
    [Theory]
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
        var result = new Command("strace", "-f", "-qq", "-o", _scratch["trace"], "-e", "signal=none", "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL:when={when}", run.Program)
            .Plus(run.Arguments).Run();
        // strace counts the calls of each thread by itself: another one that makes them, such as .NET's, would be killed instead.
        File.ReadLines(_scratch["trace"]).Where(line => line.Contains($" {call}(", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).Distinct().Should().ContainSingle();
        result.Exited(137).ErrorText.Should().Be(TeachingRuntime.Warning);
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

    // The runtime's own first thread alone; the container is not traced. The command has the state directory's name, to be known by.
    private Command Strace(string expression, params string[] options)
    {
        var run = _drofune.Run("/bin/true", _drofune.State);
        return new Command("strace", ["-qq", "-e", expression, .. options, run.Program]) { ErrorFile = _scratch["strace"] }.Plus(run.Arguments);
    }
}

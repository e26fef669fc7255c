using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>`drofune exec`: a command in the running container, in every way to get there.</summary>
public sealed class DrofuneExecTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly TeachingRuntime _drofune;

    public DrofuneExecTests() => _drofune = new TeachingRuntime(_scratch);

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string, string> Ways
    {
        get
        {
            var ways = new TheoryData<string, string>();
            foreach (var run in new[] { "", "--pivot-root" })
            {
                foreach (var exec in new[] { "", "--secure-join", "--clone-binary", "--secure-join --clone-binary --drop-caps" })
                    ways.Add(run, exec);
            }
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_command_is_in_the_containers_namespaces_and_in_its_files(string run, string exec)
    {
        using var container = _drofune.StartReady([.. Words(run), "/bin/sh", "-c", "readlink /proc/self/ns/ipc /proc/self/ns/mnt /proc/self/ns/pid /proc/self/ns/uts > /of-the-container; echo ready; exec sleep 1000"]);
        var result = _drofune.Exec([.. Words(exec), "/bin/sh", "-c", "readlink /proc/self/ns/ipc /proc/self/ns/mnt /proc/self/ns/pid /proc/self/ns/uts | cmp - /of-the-container && pwd; ls /proc/$$/fd; echo err >&2; exit 5"]).Run();

        result.Exited(5).OutputText.Should().Be("/\n0\n1\n2\n");
        result.ErrorText.Should().Be(TeachingRuntime.Warning + "err\n");
        _drofune.End(container).Exited(137);
        _drofune.ShouldHaveLeftNothing();
    }

    /// <summary>It is a sealed copy by then as well, but not its own.</summary>
    [Fact]
    public void The_warning_is_given_where_somebody_else_made_the_copy()
    {
        using var container = _drofune.Start();
        var exec = _drofune.Exec("true");
        PublishedBinary.Call(["--oi-clone-runtime", "--oi-runtime-path", exec.Program]).Plus(exec.Arguments).Run().Succeeded()
            .ErrorText.Should().Be(TeachingRuntime.Warning);
        _drofune.End(container);
    }

    [Theory]
    [InlineData("memfd_create", "EACCES", "Permission denied")]
    [InlineData("sendfile", "ENOSPC", "No space left on device")]
    public void Without_a_copy_in_memory_nothing_enters(string call, string error, string why)
    {
        var traced = _drofune.Exec("--clone-binary", "touch", "/entered");
        NothingEnters(new Command("strace", "-qq", "-o", "/dev/null", "-e", $"inject={call}:error={error}", traced.Program).Plus(traced.Arguments), why);
    }

    [Fact]
    public void Without_seals_on_the_copy_nothing_enters()
    {
        const int AddSeals = 1033, NotPermitted = 1;
        NothingEnters(_drofune.Exec("--clone-binary", "touch", "/entered").With(Condition.Refuse("fcntl", 1, AddSeals, NotPermitted)), "Operation not permitted");
    }

    [Fact]
    public void Few_capabilities_are_left_when_that_is_asked_for()
    {
        using var container = _drofune.Start();
        _drofune.Exec("--drop-caps", "grep", "-E", "Cap(Bnd|Prm|Eff)", "/proc/self/status").Run().Succeeded().OutputText
            .Should().Be("CapPrm:\t00000000a80025fb\nCapEff:\t00000000a80025fb\nCapBnd:\t00000000a80025fb\n");
        _drofune.End(container);
    }

    [Fact]
    public void A_signal_to_the_runtime_reaches_the_command_and_leaves_the_container()
    {
        using var container = _drofune.Start();
        using (var entered = _drofune.Exec("/bin/sh", "-c", "trap 'exit 9' TERM; echo ready; while :; do sleep 0.05; done").Start())
        {
            Docker.Eventually.Holds("the command runs", () => entered.OutputText == "ready\n");
            entered.Signal("TERM");
            entered.Wait().ExitCode.Should().Be(9);
        }
        container.HasExited.Should().BeFalse();
        _drofune.End(container);
    }

    [Fact]
    public void A_command_that_a_signal_ends_gives_the_shells_exit_code()
    {
        using var container = _drofune.Start();
        _drofune.Exec("/bin/sh", "-c", "kill -USR1 $$").Run().Exited(128 + 10);
        _drofune.End(container);
    }

    [Fact]
    public void A_caller_that_ignores_the_end_of_children_has_the_exit_code_all_the_same()
    {
        const int ChildEnded = 17;
        using var container = _drofune.Start();
        _drofune.Exec("/bin/sh", "-c", "exit 6").With(Condition.Ignore(ChildEnded)).Run().Exited(6);
        _drofune.Exec("--secure-join", "grep", "SigIgn", "/proc/self/status").With(Condition.Ignore(ChildEnded)).Run().Succeeded()
            .OutputText.Should().Be("SigIgn:\t0000000000010000\n");
        _drofune.End(container);
    }

    [Fact]
    public void Without_a_container_there_is_an_error()
    {
        _drofune.Exec("true").Run().Exited(1).ErrorText.Should().Be($"{TeachingRuntime.Warning}drofune: no container is running ({_drofune.State})\n");
        _drofune.ShouldHaveLeftNothing();
    }

    private void NothingEnters(Command exec, string why)
    {
        using var container = _drofune.Start();
        exec.Run().Exited(1).ErrorText.Should().Be($"{TeachingRuntime.Warning}drofune: cannot make a copy of drofune in memory: {why}\n");
        _drofune.Exec("test", "-e", "/entered").Run().Exited(1);
        _drofune.End(container);
    }

    private static string[] Words(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

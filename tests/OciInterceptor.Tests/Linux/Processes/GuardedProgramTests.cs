using System.Globalization;
using System.Text;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Linux.Processes;

/// <summary>Programs that behave badly: in one class, as each looks for what it left behind.</summary>
[Collection(GuardedPrograms.Name)]
public sealed class GuardedProgramTests : IDisposable
{
    // Of this process alone: another run of the tests may go on beside it, or have left something.
    private static readonly string _mark = $"A=guarded-program-tests-{Guid.NewGuid():N}";

    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void It_gets_the_document_and_its_own_arguments_and_environment()
    {
        var run = Run("printf '%s|' \"$*\"; env | grep -v -E '^(PWD|SHLVL|_)='; cat", "in");

        Encoding.UTF8.GetString(run.Output).Should().Be($"one two|{_mark}\nPATH=/usr/bin:/bin\nin");
        (run.Status.ExitCode, run.Fault).Should().Be((0, null));
    }

    [Fact]
    public void It_can_gain_no_privileges_and_has_few_files_and_processes()
    {
        // It is started before its hard limits are lowered, of which that of files is the last.
        var run = Run("until [ $(ulimit -Hn) = 1024 ]; do sleep 0.05; done; grep NoNewPrivs /proc/self/status; ulimit -Sn; ulimit -Hn; ulimit -Sp; ulimit -Hp");

        Encoding.UTF8.GetString(run.Output).Should().Be("NoNewPrivs:\t1\n1024\n1024\n1024\n1024\n");
    }

    [Fact]
    public void A_program_has_three_descriptors_and_a_script_itself_as_well()
    {
        int[] inherited = [Posix.OpenReader("/dev/null"), Posix.OpenReader("/usr")];

        Encoding.UTF8.GetString(Run("ls /proc/$$/fd").Output).Split('\n').Should().BeSubsetOf(["0", "1", "2", "3", "10", "255", ""], "sh opens its script as 10 or 255");
        Encoding.UTF8.GetString(RunProgram("/bin/ls", "/proc/self/fd").Output).Should().Be("0\n1\n2\n3\n", "ls opens the directory as 3");
        Array.ForEach(inherited, Posix.Close);
    }

    [Fact]
    public void Our_own_process_stays_as_it_was()
    {
        static string State() => string.Concat(File.ReadLines("/proc/self/status").Where(line => line.StartsWith("NoNewPrivs", StringComparison.Ordinal) || line.StartsWith("SigIgn", StringComparison.Ordinal) || line.StartsWith("SigBlk", StringComparison.Ordinal)))
            + File.ReadAllText("/proc/self/limits") + Posix.IsSubreaper;
        Run("true");
        var before = State();

        Run("exit 7").Fault.Should().Be("it ended with exit code 7");

        State().Should().Be(before);
    }

    [Theory]
    [InlineData("echo one >&2; echo two >&2; exit 7", "it ended with exit code 7: one\ntwo")]
    [InlineData("kill -9 $$", "it was killed by signal 9")]
    [InlineData("kill -TERM $$", "it was killed by signal 15")]
    public void How_it_ended_is_told_with_what_it_said(string script, string fault) => Run(script).Fault.Should().Be(fault);

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("sleep 1000 & sleep 1000")]
    [InlineData("trap '' TERM INT HUP; while :; do sleep 1000; done")]
    [InlineData("exec >&- 2>&-; sleep 1000")]
    [InlineData("setsid sleep 1000 & setsid sh -c 'sleep 1000 & sleep 1000'")]
    [InlineData("kill -STOP $$")]
    public void One_that_hangs_is_ended_with_all_that_it_started(string script)
    {
        Fault(script, TimeSpan.FromMilliseconds(300)).Should().Be("it did not end within 0.3 s");

        Left().Should().BeEmpty();
    }

    [Theory]
    [InlineData("sleep 1000 & echo done")]
    [InlineData("setsid sleep 1000 & echo done")]
    [InlineData("(setsid sh -c 'sleep 1000 & sleep 1000' &) ; echo done")]
    public void What_it_leaves_behind_is_ended(string script)
    {
        Encoding.UTF8.GetString(Run(script).Output).Should().Be("done\n");

        Left().Should().BeEmpty();
    }

    [Theory]
    [InlineData("cat /dev/zero")]
    [InlineData("cat /dev/zero & wait")]
    public void One_that_writes_without_end_is_ended(string script)
    {
        Fault(script, TimeLimit.OfAProgram).Should().Be("it wrote more than 1 MiB");

        Left().Should().BeEmpty();
    }

    [Theory]
    [InlineData(1 << 20, null)]
    [InlineData((1 << 20) + 1, "it wrote more than 1 MiB")]
    public void It_may_write_up_to_a_bound(int size, string? fault)
    {
        if (fault is null)
        {
            Run($"head -c {size} /dev/zero").Output.Should().HaveCount(size);
        }
        else
        {
            Fault($"head -c {size} /dev/zero", TimeSpan.FromMinutes(1)).Should().Be(fault);
        }
    }

    [Theory]
    [InlineData("echo out; exit 1", "it ended with exit code 1")]
    [InlineData("printf '  why \\n\\n' >&2; exit 1", "it ended with exit code 1: why")]
    public void Its_complaint_is_what_it_wrote_to_its_standard_error(string script, string fault) => Run(script).Fault.Should().Be(fault);

    [Fact]
    public void A_complaint_goes_with_any_fault() =>
        Fault("echo why >&2; exec cat /dev/zero", TimeSpan.FromMinutes(1)).Should().Be("it wrote more than 1 MiB: why");

    /// <summary>A program that the caller has started before is none that this one leaves behind.</summary>
    [Fact]
    public void A_child_that_was_there_before_is_left_alone()
    {
        using var before = Shell.Start("/usr/bin/setpriv", ["--no-new-privs", "sleep", "1000"]);
        try
        {
            SpinWait.SpinUntil(() => Read($"/proc/{before.Id}/status").Contains("NoNewPrivs:\t1", StringComparison.Ordinal) && Read($"/proc/{before.Id}/comm") == "sleep\n", TimeSpan.FromSeconds(60)).Should().BeTrue();

            Encoding.UTF8.GetString(Run("setsid sleep 1000 & echo done").Output).Should().Be("done\n");

            before.HasExited.Should().BeFalse();
            Left().Should().BeEmpty();
        }
        finally
        {
            before.Kill();
        }
    }

    [Fact]
    public void Of_complaints_without_end_the_last_are_kept()
    {
        var run = Run("head -c 20000000 /dev/zero | tr '\\0' x >&2; echo the end >&2; exit 1");

        run.Complaint.Should().HaveLength(1023).And.EndWith("x" + "the end");
    }

    [Fact]
    public void A_large_document_is_given_to_one_that_reads_it_and_to_one_that_does_not()
    {
        var document = new string('x', 900_000);

        Encoding.UTF8.GetString(Run("cat", document).Output).Should().Be(document);
        Encoding.UTF8.GetString(Run("exec <&-; echo done", document).Output).Should().Be("done\n");
    }

    [Fact]
    public void No_descriptor_is_left() => OwnThread.WithOwnDescriptors(() =>
    {
        var lowest = OwnThread.Lowest();

        Run("echo out; echo err >&2");

        OwnThread.Lowest().Should().Be(lowest);
    });

    /// <summary>As one does that hands its standard output to a process which it has not started.</summary>
    [Fact]
    public async Task What_another_process_holds_open_is_not_waited_for()
    {
        var running = Task.Run(() => Run($"echo $$ >{_scratch["new"]}; mv {_scratch["new"]} {_scratch["pid"]}; until [ -e {_scratch["held"]} ]; do sleep 0.01; done; echo done; echo why >&2"));
        SpinWait.SpinUntil(() => File.Exists(_scratch["pid"]), TimeLimit.OfAProgram).Should().BeTrue();
        var pid = File.ReadAllText(_scratch["pid"]).Trim();
        using var output = Descriptor.Open(CString.Of($"/proc/{pid}/fd/1"), Libc.O_WRONLY);
        using var complaints = Descriptor.Open(CString.Of($"/proc/{pid}/fd/2"), Libc.O_WRONLY);
        _scratch.File("held");

        (await Task.WhenAny(running, Task.Delay(TimeLimit.OfAProgram))).Should().Be(running);

        Encoding.UTF8.GetString((await running).Output).Should().Be("done\n");
        (await running).Complaint.Should().Be("why");
    }

    [Fact]
    public void A_document_that_nobody_reads_holds_up_nothing() =>
        Fault("sleep 1000", TimeSpan.FromMilliseconds(300), new string('x', 900_000)).Should().Be("it did not end within 0.3 s");

    /// <summary>Of a descriptor that is closed poll(2) tells without end.</summary>
    [Fact]
    public void A_program_that_has_closed_all_is_waited_for_in_sleep() => OwnThread.Run(() =>
    {
        Run("exec <&- >&- 2>&-; sleep 0.1", "document");
        var before = Worked();

        Run("exec <&- >&- 2>&-; sleep 1", "document");

        (Worked() - before).Should().BeLessThan(TimeSpan.FromMilliseconds(150));
    });

    // The time that this thread had of a processor (CLOCK_THREAD_CPUTIME_ID, clock_gettime(2)).
    private static unsafe TimeSpan Worked()
    {
        var time = stackalloc nint[2];
        Libc.syscall(OwnThread.Call(228, 113), 3, (nint)time, 0, 0);
        return TimeSpan.FromSeconds(time[0]) + TimeSpan.FromMicroseconds(time[1] / 1000.0);
    }

    [Fact]
    public void One_that_was_replaced_meanwhile_runs_as_it_was_checked()
    {
        var script = "echo first; printf '#!/bin/sh\\necho second\\n' >\"$NEW\"; mv \"$NEW\" \"$SELF\"; sleep 0.1; echo still first";
        var program = Program(script) with { };
        program = program with { Env = program.Env.Add($"SELF={program.Path}").Add($"NEW={program.Path}.new") };

        Encoding.UTF8.GetString(GuardedProgram.Run(program, default, 1 << 20).Output).Should().Be("first\nstill first\n");
        File.ReadAllText(program.Path).Should().Be("#!/bin/sh\necho second\n");
    }

    [Fact]
    public void One_that_fails_a_check_is_not_run()
    {
        var program = Program($"touch {_scratch["ran"]}");
        File.SetUnixFileMode(program.Path, (UnixFileMode)0x1FF);

        FluentActions.Invoking(() => GuardedProgram.Run(program, default, 1 << 20)).Should().Throw<InterceptorException>().WithMessage("it is writable by group or others");
        File.Exists(_scratch["ran"]).Should().BeFalse();
    }

    [Fact]
    public void One_without_an_interpreter_says_so()
    {
        var program = Program("");
        File.WriteAllText(program.Path, "#!/no/such/interpreter\n");

        FluentActions.Invoking(() => GuardedProgram.Run(program, default, 1 << 20)).Should().Throw<InterceptorException>().WithMessage($"it could not be run: {Errno.Message(Errno.ENOENT)}");
    }

    private ProgramRun Run(string script, string document = "") => GuardedProgram.Run(Program(script), Encoding.UTF8.GetBytes(document), 1 << 20);

    private static ProgramRun RunProgram(string path, params string[] arguments) =>
        GuardedProgram.Run(new HostProgram(path, [path, .. arguments], [], ["/bin"]), default, 1 << 20);

    private string Fault(string script, TimeSpan patience, string document = "")
    {
        try
        {
            return GuardedProgram.Run(Program(script) with { Timeout = patience }, Encoding.UTF8.GetBytes(document), 1 << 20).Fault ?? "none";
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }

    private HostProgram Program(string script)
    {
        var path = _scratch.File("hook", $"#!/bin/sh\n# {_scratch.Path}\n{script}\n", (UnixFileMode)0x1ED);
        return new HostProgram(path, ["hook", "one", "two"], [_mark, "PATH=/usr/bin:/bin"], [_scratch.Path]) { Timeout = TimeLimit.OfACommand };
    }

    // Every process that has the program's environment.
    private static IEnumerable<string> Left() =>
        from directory in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out _)
        where Read($"{directory}/environ").Split('\0').Contains(_mark)
        select Read($"{directory}/cmdline");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

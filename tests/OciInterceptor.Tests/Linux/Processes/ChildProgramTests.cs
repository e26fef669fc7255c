using System.Text;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux.Processes;

public sealed class ChildProgramTests
{
    [Fact]
    public void A_warning_is_no_part_of_the_answer()
    {
        var said = Shell("echo first; echo a warning >&2; echo last");

        said.ExitCode.Should().Be(0);
        said.Text.Should().Be("first\nlast\n");
        Encoding.UTF8.GetString(said.ErrorBytes).Should().Be("a warning\n");
    }

    [Theory]
    [InlineData("echo answer; echo first >&2; echo ' why ' >&2; echo >&2; exit 3", 3, "why")]
    [InlineData("echo why; exit 1", 1, "why")]
    [InlineData("exit 1", 1, "")]
    [InlineData("echo why >&2; kill -9 $$", 137, "why")]
    public void The_cause_is_the_last_line_of_the_errors_or_else_of_the_answer(string script, int code, string cause)
    {
        var said = Shell(script);

        (said.ExitCode, said.Complaint).Should().Be((code, cause));
    }

    /// <summary>More than the pipes hold, on both, in either order.</summary>
    [Theory]
    [InlineData("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2")]
    [InlineData("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero")]
    [InlineData("exec 2>&-; head -c 300000 /dev/zero")]
    public void Both_outputs_are_read_as_they_come(string script) => Shell(script).Bytes.Should().HaveCount(300000);

    [Fact]
    public void What_goes_beyond_the_limit_is_forgotten() => Shell("head -c 3000000 /dev/zero").Bytes.Should().HaveCount(1 << 20);

    [Fact]
    public void It_has_nothing_to_read() => OwnThread.WithOwnDescriptors(() =>
    {
        using (var file = Descriptor.Open(CString.Of("/etc/passwd"), Libc.O_RDONLY))
        {
            OwnThread.Duplicate(file.Fd(), 0);
        }

        Shell("cat; echo done").Text.Should().Be("done\n");
    });

    [Fact]
    public void An_answer_is_a_line_without_its_end() => Shell("echo ' a '; echo").Line.Should().Be(" a");

    [Fact]
    public void What_cannot_be_started_is_an_error() =>
        new Action(() => ChildProgram.Run("/no/such/program", [], TimeSpan.FromSeconds(1))).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);

    [Theory]
    [InlineData("exec sleep 1000")]
    [InlineData("exec yes")]
    [InlineData("exec >&-; exec sleep 1000")]
    [InlineData("exec 2>&-; exec sleep 1000")]
    [InlineData("exec >&- 2>&-; exec sleep 1000")]
    public void One_that_does_not_end_is_killed(string script) =>
        new Action(() => Shell(script, TimeSpan.FromSeconds(1))).Should().Throw<IOException>().WithMessage("it did not end within 1 s");

    [Fact]
    public void The_children_of_one_that_does_not_end_are_killed_with_it()
    {
        using var scratch = new TemporaryDirectory();

        new Action(() => Shell($"sleep 1000 & echo $! >{scratch["pid"]}; wait", TimeSpan.FromSeconds(1))).Should().Throw<IOException>();

        var child = File.ReadAllText(scratch["pid"]).Trim();
        SpinWait.SpinUntil(() => !IsRunning(child), TimeLimit.OfAProgram).Should().BeTrue();
    }

    // A process that nobody has reaped has no command line.
    private static bool IsRunning(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Fact]
    public void No_descriptor_is_left() => OwnThread.WithOwnDescriptors(() =>
    {
        var lowest = OwnThread.Lowest();

        Shell("echo");

        OwnThread.Lowest().Should().Be(lowest);
    });

    private static ProgramOutput Shell(string script, TimeSpan? limit = null) => ChildProgram.Run("/bin/sh", ["-c", script], limit ?? TimeLimit.OfAProgram);
}

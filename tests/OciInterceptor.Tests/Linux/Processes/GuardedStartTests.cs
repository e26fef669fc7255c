using System.Text;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux.Processes;

[Collection(GuardedPrograms.Name)]
public sealed unsafe class GuardedStartTests : IDisposable
{
    private const ulong Processes = 1000;
    private const ulong Files = 900;

    private readonly TemporaryDirectory _scratch = new();
    private readonly Rlimit64 _processes = Lower(Libc.RLIMIT_NPROC, Processes);
    private readonly Rlimit64 _files = Lower(Libc.RLIMIT_NOFILE, Files);

    public void Dispose()
    {
        foreach (var (resource, limit) in new[] { (Libc.RLIMIT_NPROC, _processes), (Libc.RLIMIT_NOFILE, _files) })
        {
            Errno.Check(Libc.prlimit(0, resource, &limit, null));
        }
        _scratch.Dispose();
    }

    [Fact]
    public void It_has_the_callers_limits_where_they_are_lower_and_ours_stay()
    {
        // It is started before its hard limits are lowered, of which that of files is the last.
        Said("until [ $(ulimit -Hn) = 1024 ]; do sleep 0.05; done; cat /proc/self/limits").Should()
            .MatchRegex($@"\nMax processes +{Processes} +1024 ").And.MatchRegex($@"\nMax open files +{Files} +1024 ");

        (Limit(Libc.RLIMIT_NPROC), Limit(Libc.RLIMIT_NOFILE)).Should().Be(((Processes, _processes.Hard), (Files, _files.Hard)));
    }

    /// <summary>prlimit(2) fails here for another process.</summary>
    [Fact]
    public void It_has_its_limits_from_its_first_instruction_on()
    {
        Lower(Libc.RLIMIT_NPROC, 2000);
        Lower(Libc.RLIMIT_NOFILE, 1999);
        var said = "";

        OwnThread.WhereFails(OwnThread.Call(302, 261), Errno.EACCES, () => said = Said("cat /proc/self/limits"), argument: 0, bits: uint.MaxValue);

        said.Should().MatchRegex(@"\nMax processes +1024 ").And.MatchRegex(@"\nMax open files +1024 ");
        (Limit(Libc.RLIMIT_NPROC), Limit(Libc.RLIMIT_NOFILE)).Should().Be(((2000UL, _processes.Hard), (1999UL, _files.Hard)));
    }

    /// <summary>Nor is a limit raised for a moment.</summary>
    [Fact]
    public void The_callers_lower_limits_hold_from_its_first_instruction_on()
    {
        var said = "";

        OwnThread.WhereFails(OwnThread.Call(302, 261), Errno.EACCES, () => said = Said("cat /proc/self/limits"), argument: 0, bits: uint.MaxValue);

        said.Should().MatchRegex($@"\nMax processes +{Processes} ").And.MatchRegex($@"\nMax open files +{Files} ");
    }

    [Theory]
    [InlineData(302, 261, 0, 0)] // prlimit
    [InlineData(157, 167, 0, 0)] // prctl
    [InlineData(272, 97, 0, 0)] // unshare
    public void Where_it_cannot_be_guarded_it_is_not_started(int x64, int arm64, int argument, uint bits) =>
        OwnThread.WhereFails(OwnThread.Call(x64, arm64), Errno.EACCES, () =>
            FluentActions.Invoking(() => Said("echo")).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.EACCES), argument, bits);

    [Fact]
    public void A_program_has_three_descriptors_and_a_script_itself_as_well()
    {
        int[] inherited = [Posix.OpenReader("/dev/null"), Posix.OpenReader("/usr")];

        Said("echo $0; cd /proc/$$/fd; for fd in [3-9]; do readlink $fd; done").Should().Be($"/proc/self/fd/3\n{_scratch["script"]}\n");
        SaidBy("/bin/ls", "/proc/self/fd").Should().Be("0\n1\n2\n3\n", "ls opens the directory as 3");
        Array.ForEach(inherited, Posix.Close);
    }

    [Fact]
    public void It_leads_a_group_and_can_gain_no_privileges()
    {
        Said("read -r pid comm state parent group rest </proc/self/stat; [ $pid = $group ] && grep NoNewPrivs /proc/self/status").Should().Be("NoNewPrivs:\t1\n");
        File.ReadAllText("/proc/thread-self/status").Should().Contain("NoNewPrivs:\t0");
    }

    /// <summary>Nobody can tell whether it is a script: the kernel could not read it to its interpreter either.</summary>
    [Fact]
    public void A_program_that_may_be_executed_and_not_read_is_started()
    {
        File.Copy("/bin/echo", _scratch["program"]);
        Shell.Run("chmod", ["0711", _scratch["program"], _scratch.Path]);

        Posix.AsUser(4711, () => SaidBy(_scratch["program"], "started").Should().Be("started\n"));
    }

    private string Said(string script) => SaidBy(_scratch.File("script", $"#!/bin/sh\n{script}\n", (UnixFileMode)0x1ED));

    private static string SaidBy(string path, params string[] arguments)
    {
        using var program = Descriptor.Open(CString.Of(path), Libc.O_PATH);
        using var input = new Pipe();
        using var output = new Pipe();
        var pid = GuardedStart.Start(program, [path, .. arguments], ["PATH=/usr/bin:/bin"], input.Reading, output.Writing, output.Writing);
        output.Writing.Dispose();
        Wait.For(pid);
        return Encoding.UTF8.GetString(output.Reading.ReadToEnd(1 << 16)!);
    }

    private static Rlimit64 Lower(int resource, ulong soft)
    {
        Rlimit64 before;
        Errno.Check(Libc.prlimit(0, resource, null, &before));
        var lowered = new Rlimit64 { Soft = soft, Hard = before.Hard };
        Errno.Check(Libc.prlimit(0, resource, &lowered, null));
        return before;
    }

    private static (ulong Soft, ulong Hard) Limit(int resource)
    {
        Rlimit64 limit;
        Errno.Check(Libc.prlimit(0, resource, null, &limit));
        return (limit.Soft, limit.Hard);
    }
}

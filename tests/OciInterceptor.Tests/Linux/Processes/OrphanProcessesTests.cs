using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;

namespace OciInterceptor.Tests.Linux.Processes;

[Collection(GuardedPrograms.Name)]
public sealed unsafe class OrphanProcessesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Orphans_become_ours_meanwhile_and_then_whosever_they_were(bool were)
    {
        _ = Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, were ? 1u : 0, 0, 0, 0);
        try
        {
            using (new OrphanProcesses())
            {
                Posix.IsSubreaper.Should().BeTrue();
            }

            Posix.IsSubreaper.Should().Be(were);
        }
        finally
        {
            _ = Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
        }
    }

    /// <summary>Of a call with the number 12, the children of 123 are somebody else's, whom it must not end.</summary>
    [Theory]
    [InlineData(12, 1, true)]
    [InlineData(123, 1, false)]
    [InlineData(1, 1, false)]
    [InlineData(112, 1, false)]
    [InlineData(12, 0, false)]
    [InlineData(12, 10, false)]
    public void Only_a_guarded_child_of_this_very_process_is_ours(int parent, int noNewPrivileges, bool isOurs) =>
        OrphanProcesses.IsGuarded($"Name:\tsleep\nPid:\t12\nPPid:\t{parent}\nTracerPid:\t12\nNoNewPrivs:\t{noNewPrivileges}\nSeccomp:\t0\n", 12).Should().Be(isOurs);

    [Fact]
    public void A_child_that_can_gain_no_privileges_is_ended_unless_it_was_there_before()
    {
        var before = Guarded();
        var other = Started("/bin/sleep", "1000");
        try
        {
            using var orphans = new OrphanProcesses();
            var orphan = Guarded();

            orphans.End();

            FluentActions.Invoking(() => Wait.HasEnded(orphan)).Should().Throw<IOException>("it is reaped").WithMessage("No child processes");
            (Wait.HasEnded(before), Wait.HasEnded(other)).Should().Be((false, false));
            orphans.End();
        }
        finally
        {
            foreach (var pid in new[] { before, other })
            {
                _ = Libc.kill(pid, Libc.SIGKILL);
                Wait.For(pid);
            }
        }
    }

    private static int Guarded()
    {
        var pid = Started("/usr/bin/setpriv", "--no-new-privs", "/bin/sleep", "1000");
        SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{pid}/status").Contains("\nNoNewPrivs:\t1\n", StringComparison.Ordinal), TimeLimit.OfAProgram).Should().BeTrue();
        return pid;
    }

    private static int Started(string program, params string[] arguments) =>
        Spawn.Start(program, CStringArray.Of([program, .. arguments]), CStringArray.Of([]), SpawnOptions.Clean);
}

using System.Globalization;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>Where a container cannot be made, or cannot be entered: an error that names the cause, and nothing left.</summary>
public sealed class StateFailureTests : IDisposable
{
    private readonly Scratch _scratch = Scratch.InRootFileSystem();
    private readonly TeachingRuntime _drofune;

    public StateFailureTests() => _drofune = new TeachingRuntime(_scratch);

    public void Dispose() => _scratch.Dispose();

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
    public void A_limit_on_open_files_is_an_error_to_whoever_enters_as_well()
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
    [InlineData("mkfifo {0}", "the pid file is not a regular file")]
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
}

using OciInterceptor.Generate;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Generate;

/// <summary>Where cgroups are looked for, by /proc/self/cgroup and /proc/self/mountinfo (cgroups(7)).</summary>
public sealed class OrphanCgroupsTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void In_every_hierarchy_of_version_1_and_in_that_of_version_2_beside_them()
    {
        const string Mounts = """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
            33 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
            40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw

            """;

        Directories(Mounts, "4:cpuacct,cpu:/\n3:memory:/a/b:c\n2:pids:/gone\n1:name=systemd:/user.slice\n0::/user.slice/s\n").Should().Equal(
            "/sys/fs/cgroup/cpu,cpuacct/id",
            "/sys/fs/cgroup/memory/id",
            "/sys/fs/cgroup/memory/a/b:c/id",
            "/sys/fs/cgroup/memory/a/id",
            "/sys/fs/cgroup/systemd/id",
            "/sys/fs/cgroup/systemd/user.slice/id",
            "/sys/fs/cgroup/unified/id",
            "/sys/fs/cgroup/unified/user.slice/s/id",
            "/sys/fs/cgroup/unified/user.slice/id");
    }

    [Fact]
    public void Version_2_alone_is_at_the_top() =>
        Directories("35 24 0:30 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw,nsdelegate\n", "0::/user.slice/session-1.scope\n").Should().Equal(
            "/sys/fs/cgroup/id",
            "/sys/fs/cgroup/user.slice/session-1.scope/id",
            "/sys/fs/cgroup/user.slice/id");

    /// <summary>In a container the mount may begin at the container's cgroup, or, seen from another namespace, elsewhere.</summary>
    [Fact]
    public void A_mount_that_begins_below_the_root_shows_what_is_below_it() =>
        Directories("""
            50 49 0:32 /docker/x /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory
            51 49 0:36 /docker/y /sys/fs/cgroup/pids ro - cgroup cgroup rw,pids

            """, "2:memory:/docker/x/y\n1:pids:/docker/x\n").Should().Equal(
            "/sys/fs/cgroup/memory/id",
            "/sys/fs/cgroup/memory/y/id",
            "/sys/fs/cgroup/pids/id");

    [Fact]
    public void Without_cgroups_nowhere() => Directories("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n", "").Should().BeEmpty();

    [Fact]
    public void Our_own_are_noted_once_for_us_alone()
    {
        using var place = RunDirectory.Make(_scratch["parent"], 0, 0);

        OrphanCgroups.Note(place);

        File.ReadAllText($"{place.Directory}/cgroups").Should().Be(File.ReadAllText("/proc/self/cgroup"));
        File.GetUnixFileMode($"{place.Directory}/cgroups").Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        FluentActions.Invoking(() => OrphanCgroups.Note(place)).Should().Throw<IOException>().WithMessage("File exists");
    }

    [Fact]
    public void Those_that_are_not_there_need_not_be_removed()
    {
        using var place = RunDirectory.Make(_scratch["parent"], 0, 0);
        OrphanCgroups.Remove(place);

        OrphanCgroups.Note(place);
        OrphanCgroups.Remove(place);
    }

    [Fact]
    public void A_note_that_is_a_link_is_not_followed()
    {
        using var place = RunDirectory.Make(_scratch["parent"], 0, 0);
        File.CreateSymbolicLink($"{place.Directory}/cgroups", "/proc/self/cgroup");

        FluentActions.Invoking(() => OrphanCgroups.Remove(place)).Should().Throw<IOException>().WithMessage("Too many levels of symbolic links");
    }

    /// <summary>Where somebody may not remove one, their runtime cannot have made it.</summary>
    [Fact]
    public void One_that_was_left_is_removed_by_who_may()
    {
        using var place = RunDirectory.Make(_scratch["parent"], 0, 0);
        OrphanCgroups.Note(place);
        var cgroup = OrphanCgroups.Directories(MountTable.Read(), File.ReadAllText("/proc/self/cgroup"), place.Id).FirstOrDefault(CanBeMade);
        if (cgroup is null)
        {
            return;
        }
        try
        {
            Shell.Run("chmod", ["0755", _scratch.Path]);
            Posix.ChangeOwner($"{place.Directory}/cgroups", 4711, 0);
            Posix.AsUser(4711, () => OrphanCgroups.Remove(place));
            Directory.Exists(cgroup).Should().BeTrue();

            OrphanCgroups.Remove(place);
            Directory.Exists(cgroup).Should().BeFalse();
        }
        finally
        {
            if (Directory.Exists(cgroup))
            {
                Shell.Run("rmdir", [cgroup]);
            }
        }
    }

    // Not in a container, which sees the cgroups read-only.
    private static bool CanBeMade(string cgroup)
    {
        try
        {
            return Directory.CreateDirectory(cgroup).Exists;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Directories(string mounts, string own) => OrphanCgroups.Directories(MountTable.Parse(mounts), own, "id");
}

using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

/// <summary>Tables as proc(5) describes them.</summary>
public sealed class MountTableTests
{
    // Docker's local driver with o=bind mounts device=/var/run, which is /run, at the volume's directory, and a second
    // one a directory of the root's file system. /srv is a directory of another disk, and on /over two mounts lie one on the other.
    private const string Table = """
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        23 22 0:21 / /proc rw - proc proc rw
        26 22 0:24 / /run rw,nosuid shared:5 - tmpfs tmpfs rw,mode=755
        40 22 0:24 / /var/lib/docker/volumes/sock/_data rw - tmpfs tmpfs rw,mode=755
        41 22 8:1 /etc /var/lib/docker/volumes/etc/_data rw - ext4 /dev/sda1 rw
        42 22 8:17 /data/a /srv rw - xfs /dev/sdb1 rw
        43 22 8:17 / /mnt rw - xfs /dev/sdb1 rw
        44 22 8:17 /one /over rw - xfs /dev/sdb1 rw
        45 22 8:17 /two /over rw - xfs /dev/sdb1 rw
        46 22 8:33 / /mnt/with\040blank\134 rw - ext4 /dev/sdc1 rw
        47 22 8:33 /tab\011 /other rw - ext4 /dev/sdc1 rw
        48 22 0:50 /sub /pool rw - btrfs /dev/sdd rw
        49 22 0:51 / /merged rw - overlay overlay rw,lowerdir=/l1:/l\0402,upperdir=/u,workdir=/w

        """;

    [Theory]
    [InlineData("/var/lib/docker/volumes/sock/_data", "/run")]
    [InlineData("/var/lib/docker/volumes/sock/_data/docker.sock", "/run/docker.sock")]
    [InlineData("/run/docker.sock", "/var/lib/docker/volumes/sock/_data/docker.sock")]
    [InlineData("/var/lib/docker/volumes/etc/_data", "/etc")]
    [InlineData("/var/lib/docker/volumes/etc/_data/shadow", "/etc/shadow")]
    [InlineData("/etc/shadow", "/var/lib/docker/volumes/etc/_data/shadow")]
    [InlineData("/var/lib/docker/volumes/plain/_data")]
    [InlineData("/")]
    [InlineData("/etcetera")]
    [InlineData("/proc/1")]
    [InlineData("/srv", "/mnt/data/a")]
    [InlineData("/srv/x", "/mnt/data/a/x")]
    [InlineData("/mnt/data/a/x", "/srv/x")]
    [InlineData("/mnt/data/ab")]
    [InlineData("/over/x", "/mnt/two/x")]
    [InlineData("/mnt/with blank\\/tab\t/x", "/other/x")]
    [InlineData("/other", "/mnt/with blank\\/tab\t")]
    public void A_place_has_a_name_by_each_mount_of_it(string path, params string[] names) =>
        MountTable.Parse(Table).OtherNamesOf(path).Should().Equal(names);

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/etc/x", "/")]
    [InlineData("/srv", "/srv")]
    [InlineData("/var/lib/docker/volumes/etc/_data/shadow", "/var/lib/docker/volumes/etc/_data")]
    [InlineData("/var/lib/docker/volumes/plain/_data", "/")]
    public void A_place_lies_on_a_mount(string path, string point) => MountTable.Parse(Table).PointOf(path).Should().Be(point);

    [Theory]
    [InlineData("/merged", "")]
    [InlineData("/merged/etc/x", "/etc/x")]
    public void A_place_on_an_overlay_is_in_its_layers(string path, string below) =>
        MountTable.Parse(Table).FileSystemOf(path)!.Should().Match<MountedFileSystem>(own => own.Type == "overlay" && own.Options == "rw,lowerdir=/l1:/l 2,upperdir=/u,workdir=/w" && own.Below("") == below);

    [Fact]
    public void A_place_elsewhere_has_no_layers() => MountTable.Parse(Table).FileSystemOf("/run")!.Type.Should().NotBe("overlay");

    [Theory]
    [InlineData("/dev/sdb1", 8, 17, "/srv", "/mnt", "/over", "/over")]
    [InlineData("/dev/other-name", 8, 17, "/srv", "/mnt", "/over", "/over")]
    [InlineData("/dev/sdd", 8, 48, "/pool")]
    [InlineData("/dev/sde", 8, 64)]
    public void A_device_is_mounted_where_its_number_or_name_stands(string path, long major, long minor, params string[] points) =>
        MountTable.Parse(Table).PointsOf(path, major, minor).Should().Equal(points);

    [Theory]
    [InlineData("/var/lib/docker/volumes", "/var/lib/docker/volumes/sock/_data", "/var/lib/docker/volumes/etc/_data")]
    [InlineData("/srv", "/srv")]
    [InlineData("/sr")]
    [InlineData("/srv/x")]
    [InlineData("/mnt", "/mnt", "/mnt/with blank\\")]
    [InlineData("/over", "/over", "/over")]
    public void What_is_mounted_at_a_place_or_below_it_is_told(string path, params string[] points) =>
        MountTable.Parse(Table).PointsBelow(path).Should().Equal(points);

    [Fact]
    public void Below_the_root_is_everything() => MountTable.Parse(Table).PointsBelow("/").Should().HaveCount(13);

    [Theory]
    [InlineData("/run/x", "tmpfs", "rw,mode=755")]
    [InlineData("/runner", "ext4", "rw")]
    [InlineData("/merged", "overlay", "rw,lowerdir=/l1:/l 2,upperdir=/u,workdir=/w")]
    public void A_place_is_on_a_file_system(string path, string type, string options) =>
        MountTable.Parse(Table).FileSystemOf(path).Should().BeEquivalentTo(new { Type = type, Options = options });

    [Fact]
    public void Without_a_root_a_place_may_be_on_none()
    {
        var table = MountTable.Parse("23 22 0:21 / /proc rw - proc proc rw\n");

        table.FileSystemOf("/run").Should().BeNull();
        table.PointOf("/run").Should().Be("/");
        table.OtherNamesOf("/run").Should().BeEmpty();
    }

    [Theory]
    [InlineData("cpu", "/c", "/c/a")]
    [InlineData("cpuset", "/s", "/s/a")]
    [InlineData("acct", "/t", "/t/a")]
    [InlineData("cpuacct")]
    [InlineData("name=systemd", "/n", "/n/a")]
    [InlineData("systemd")]
    [InlineData("", "/u", "/u/a")]
    public void A_controller_is_found_by_its_whole_name(string controller, params string[] directories) =>
        MountTable.Parse("""
            30 1 0:30 / /s rw - cgroup cgroup rw,cpuset
            31 1 0:31 / /c rw - cgroup cgroup rw,cpu
            32 1 0:32 / /t rw - cgroup cgroup rw,net_cls,acct
            33 1 0:33 / /n rw - cgroup cgroup rw,xattr,name=systemd
            34 1 0:34 / /u rw - cgroup2 cgroup rw,cpuacct
            35 1 0:35 / /o rw - tmpfs cgroup rw,cpu

            """).CgroupDirectories(controller, "/a").Should().Equal(directories);

    [Fact]
    public void A_controller_may_be_the_only_option_or_the_last() =>
        MountTable.Parse("30 1 0:30 / /s rw - cgroup cgroup cpu\n31 1 0:31 / /c rw - cgroup cgroup rw,cpu\n").CgroupDirectories("cpu", "/").Should().Equal("/s", "/c");

    [Theory]
    [InlineData("/", "/c")]
    [InlineData("/a", "/c", "/c/a")]
    [InlineData("/a/b", "/c", "/c/a/b", "/c/a")]
    public void A_cgroup_is_looked_for_in_those_that_it_is_in(string path, params string[] directories) =>
        MountTable.Parse("31 1 0:31 / /c rw - cgroup2 cgroup2 rw\n").CgroupDirectories("", path).Should().Equal(directories);

    /// <summary>Four signs are an escape; what is none is left as it is.</summary>
    [Theory]
    [InlineData("/a\\040b", "/a b")]
    [InlineData("/a\\040", "/a ")]
    [InlineData("\\040a", " a")]
    [InlineData("/a\\012\\011b", "/a\n\tb")]
    [InlineData("/a\\134040b", "/a\\040b")]
    [InlineData("/a\\04", "/a\\04")]
    public void A_name_is_told_as_it_is(string field, string name) =>
        MountTable.Parse($"31 1 0:31 / {field} rw - ext4 /dev/sda1 rw").PointsBelow("/").Should().Equal(name);

    [Fact]
    public void The_machines_own_table_can_be_read() => MountTable.Read().FileSystemOf("/proc/self")!.Type.Should().Be("proc");

    [Fact]
    public void An_empty_table_names_nothing() => MountTable.Parse("").OtherNamesOf("/run").Should().BeEmpty();
}

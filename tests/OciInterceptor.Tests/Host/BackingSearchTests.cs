using OciInterceptor.Host;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Host;

/// <summary>What is behind the directory of a volume, V, by the mount that somebody made there.</summary>
public sealed class BackingSearchTests
{
    private const string Machine = """
        22 1 8:1 / / rw - ext4 /dev/sda1 rw
        23 22 0:21 / /proc rw - proc proc rw
        24 22 0:22 / /sys rw - sysfs sysfs rw
        25 22 0:5 / /dev rw - devtmpfs udev rw
        26 22 0:24 / /run rw - tmpfs tmpfs rw
        """;

    [Attack("File systems of the kernel")]
    [Theory]
    [InlineData("0:90 / V rw - proc proc rw", "V", "/proc")]
    [InlineData("0:90 / V rw - proc proc rw", "V/sys/kernel", "/proc/sys/kernel")]
    [InlineData("0:90 /sys/kernel V rw - proc proc rw", "V", "/proc/sys/kernel")]
    [InlineData("0:90 / V rw - binfmt_misc none rw", "V", "/proc/sys/fs/binfmt_misc")]
    [InlineData("0:90 / V rw - debugfs none rw", "V/x", "/sys/kernel/debug/x")]
    [InlineData("0:90 / V rw - tracefs none rw", "V", "/sys/kernel/tracing")]
    [InlineData("0:90 / V rw - securityfs none rw", "V", "/sys/kernel/security")]
    [InlineData("0:90 / V rw - bpf none rw", "V", "/sys/fs/bpf")]
    [InlineData("0:90 / V rw - pstore none rw", "V", "/sys/fs/pstore")]
    [InlineData("0:90 / V rw - mqueue none rw", "V", "/dev/mqueue")]
    [InlineData("0:90 / V rw - cgroup2 none rw", "V", "/sys/fs/cgroup")]
    [InlineData("0:90 / V rw - devtmpfs none rw", "V/sda", "/dev/sda")]
    [InlineData("0:22 / V rw - sysfs none rw", "V", "/sys")]
    public void A_file_system_of_the_kernel_is_what_the_kernel_has_at_its_usual_path(string mount, string path, string name)
    {
        var backing = Of(mount, path);

        backing.Names.Should().Contain(name);
        backing.Doubt.Should().BeNull();
    }

    [Attack("Layers of overlays")]
    [Theory]
    [InlineData("8:1 /etc V rw - ext4 /dev/sda1 rw", "V/shadow", "/etc/shadow")]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=/l1:/l2", "V/x", "/l1/x /l2/x")]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=/l1,upperdir=/up,workdir=/wk", "V/x", "/l1/x /up/x /wk/x")]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=/link/d", "V/x", "/link/d/x /etc/d/x")]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=/link", "V", "/link /etc")]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=/W\n0:91 / /W rw - overlay o rw,lowerdir=/link", "V/x", "/W/x /link/x /etc/x")]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=/W\n8:1 /etc /W rw - ext4 /dev/sda1 rw", "V/x", "/W/x /etc/x")]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=/W\n0:91 / /W rw - debugfs o rw", "V/x", "/W/x /sys/kernel/debug/x")]
    [InlineData("0:90 / V rw - ecryptfs /link rw", "V/x", "/link/x /etc/x")]
    [InlineData("0:90 / V rw - tmpfs none rw", "V/x", "")]
    [InlineData("0:90 / V rw - nfs4 server:/x rw", "V/x", "")]
    [InlineData("8:33 / V rw - xfs /dev/sdc1 rw", "V/x", "")]
    public void A_layer_is_followed_to_all_that_is_behind_it(string mount, string path, string names)
    {
        var backing = Of(mount, path);

        backing.Names.Should().BeEquivalentTo(names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("/V").Except(["/V"]));
        backing.Doubt.Should().BeNull();
    }

    [Attack("Sources that cannot be judged")]
    [Theory]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=etc:tmp", "the layer etc of an overlay is a relative path")]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=/a\\134:/b", "the layer * has a backslash, *")]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=/unreadable", "the layer /unreadable of V: no")]
    [InlineData("0:90 / V rw - overlay o rw,lowerdir=/W\n0:91 / /W rw - overlay o rw,lowerdir=etc", "the layer etc of an overlay is a relative path")]
    [InlineData("0:90 / V rw - fuse.mergerfs /a:/b rw", "V has the unknown file system type fuse.mergerfs: it may expose other files of the host")]
    [InlineData("0:90 / V rw - fuse /x rw", "V has the unknown file system type fuse: *")]
    [InlineData("0:90 / V rw - aufs none rw,br:/etc", "V has the unknown file system type aufs: *")]
    [InlineData("0:90 / V rw - autofs none rw", "V has the unknown file system type autofs: *")]
    [InlineData("0:90 / V rw - nsfs none rw", "V has the unknown file system type nsfs: *")]
    public void What_cannot_be_told_is_said(string mount, string doubt) => Of(mount, "V").Doubt.Should().Match(doubt.Replace("V", "/V", StringComparison.Ordinal));

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, false)]
    [InlineData(9, true)]
    public void Overlays_of_overlays_are_followed_to_a_depth(int overlays, bool isDoubted)
    {
        var mounts = string.Join('\n', Enumerable.Range(1, overlays).Select(level => $"0:{90 + level} / /L{level} rw - overlay o rw,lowerdir=/L{level + 1}"));

        Of(mounts, "/L1").Doubt.Should().Be(isDoubted ? "the layers of /L9 are nested too deep" : null);
    }

    [Fact]
    public void Overlays_in_a_circle_end()
    {
        var backing = Of("0:91 / /a rw - overlay o rw,lowerdir=/b\n0:92 / /b rw - overlay o rw,lowerdir=/a", "/a");

        backing.Names.Should().BeEquivalentTo("/b", "/a");
        backing.Doubt.Should().BeNull();
    }

    [Theory]
    [InlineData("overlay o rw,lowerdir=relative:/gone")]
    [InlineData("unheard-of none rw")]
    public void How_the_machine_itself_is_made_is_no_doubt(string fileSystem) =>
        new BackingSearch(MountTable.Parse($"22 1 0:40 / / rw - {fileSystem}\n"), Resolve).Of("/srv/data").Doubt.Should().BeNull();

    private static Backing Of(string mount, string path)
    {
        var lines = mount.Replace(" V", " /V", StringComparison.Ordinal).Split('\n').Select((line, index) => $"{40 + index} 22 {line}");
        return new BackingSearch(MountTable.Parse($"{Machine}\n{string.Join('\n', lines)}\n"), Resolve).Of(path.StartsWith('V') ? "/" + path : path);
    }

    private static string Resolve(string path) => path switch
    {
        "/unreadable" => throw new InterceptorException("no"),
        _ => path == "/link" || path.StartsWith("/link/", StringComparison.Ordinal) ? "/etc" + path["/link".Length..] : path,
    };
}

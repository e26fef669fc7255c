using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Tests.Linux.Trust;

/// <summary>A row makes files in an empty directory S, which only its owner can write, and follows S/PATH.</summary>
public sealed class PathWalkTests : IDisposable
{
    private const string Mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 0:21 / /proc rw - proc proc rw\n24 22 0:22 / S/procfs rw - proc proc rw\n";

    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("mkdir -p a/b", "a/b", "S/a/b")]
    [InlineData("mkdir -p a/b", "a//./b/", "S/a/b")]
    [InlineData("mkdir -p a/b", "a/b/../b/..", "S/a")]
    [InlineData("mkdir -p a/b; ln -s a/b l", "l/../x", "S/a/x")]
    [InlineData("mkdir -p a/b; ln -s S/a l; ln -s l m", "m/b", "S/a/b")]
    [InlineData(":", "none/x", "S/none/x")]
    [InlineData("ln -s none/x l", "l/y", "S/none/x/y")]
    [InlineData("ln -s / l", "l", "/")]
    [InlineData("ln -s / l", "l/../..", "/")]
    public void Leads_where_the_kernel_goes(string make, string path, string real)
    {
        var walked = To(make, path);

        (walked.Real, walked.Replaceable, walked.ProcessLink).Should().Be((real.Replace("S", _scratch.Path, StringComparison.Ordinal), null, null));
    }

    [Theory]
    [InlineData("mkdir -p a/b; chmod g+w a", "a/b", "S/a")]
    [InlineData("mkdir -p a/b; chmod o+w a", "a/b", "S/a")]
    [InlineData("mkdir -p a/b/c; chmod o+w a/b; chmod o+w a", "a/b/c", "S/a")]
    [InlineData("mkdir -p a/b; chmod o+w a/b", "a/b", null)]
    [InlineData("mkdir -p a; chmod o+w a", "a/none", "S/a")]
    [InlineData("mkdir -p a/b; chmod 1777 a", "a/b", null)]
    [InlineData("mkdir -p a; : > a/f; chmod 1777 a", "a/f", "S/a")]
    [InlineData("mkdir -p a; chmod 1777 a", "a/none", "S/a")]
    [InlineData("mkdir -p a d; chmod 1777 a; ln -s ../d a/l", "a/l", null)]
    [InlineData("mkdir -p a d; chmod o+w a; ln -s ../d a/l", "a/l", "S/a")]
    [InlineData("mkdir -p a d/e; chmod o+w d; ln -s d/e l", "l", "S/d")]
    [InlineData("mkdir -p a/b; chmod o+w a", "a/b/../../c", "S/a")]
    [InlineData("mkdir -p a/b; chmod o+w a", "a/..", null)]
    [InlineData("mkdir -p a/b; : > a/f; chmod 1777 a", "a/b/../f", "S/a")]
    [InlineData("mkdir -p a/b; : > a/f; chmod o+w a/b", "a/b/../f", null)]
    [InlineData("mkdir -p a/b; chmod 1777 a", "a/b/../none", "S/a")]
    [InlineData("mkdir procfs; ln -s 1 procfs/self; chmod o+w procfs", "procfs/self/root", "S/procfs")]
    public void Says_where_others_can_replace_a_name(string make, string path, string? directory) => Replaceable(make, path).Should().Be(directory);

    [Theory]
    [InlineData("mkdir -p a/b; chown 4711 a", "a/b", "S/a")]
    [InlineData("mkdir -p a/b; chown 4711 a/b", "a/b", null)]
    [InlineData("mkdir -p a/b; chown 4711 a/b; chmod 1777 a", "a/b", "S/a")]
    [InlineData("mkdir -p a d; chmod 1777 a; ln -s ../d a/l; chown -h 4711 a/l", "a/l", "S/a")]
    public void The_owner_of_a_directory_can(string make, string path, string? directory)
    {
        if (Environment.IsPrivilegedProcess)
        {
            Replaceable(make, path).Should().Be(directory);
        }
    }

    [Theory]
    [InlineData(":", "/proc/self/root/etc", "/proc/self")]
    [InlineData(":", "/proc/thread-self/cwd", "/proc/thread-self")]
    [InlineData(":", "/proc/1/root/etc", "/proc/1/root")]
    [InlineData(":", "/proc/mounts", "/proc/mounts")]
    [InlineData(":", "/dev/fd/0", "/proc/self")]
    [InlineData("ln -s /proc/self/root/etc l; ln -s l m", "m", "/proc/self")]
    [InlineData("mkdir procfs; ln -s 1 procfs/self", "procfs/self/root", "S/procfs/self")]
    [InlineData(":", "/proc/sys/kernel", null)]
    public void Says_which_link_is_another_for_each_process(string make, string path, string? link) =>
        To(make, path).ProcessLink.Should().Be(link?.Replace("S", _scratch.Path, StringComparison.Ordinal));

    [Fact]
    public void A_circle_of_links_is_an_error()
    {
        var walk = () => To("ln -s b a; ln -s a b", "a");

        walk.Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ELOOP);
    }

    [Fact]
    public void As_many_links_are_followed_as_by_the_kernel()
    {
        To("ln -s . 0; i=1; while [ $i -lt 41 ]; do ln -s $((i-1)) $i; i=$((i+1)); done", "39").Real.Should().Be(_scratch.Path);

        var walk = () => new PathWalk(MountTable.Parse(Mounts)).To(_scratch["40"]);

        walk.Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ELOOP);
    }

    [Fact]
    public void A_path_longer_than_the_kernel_takes_is_an_error()
    {
        var walk = () => To(":", string.Concat(Enumerable.Repeat("x/", 1_000_000)));

        walk.Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENAMETOOLONG);
    }

    /// <summary>However little of it is left when its dots are followed.</summary>
    [Fact]
    public void The_longest_path_of_the_kernel_is_followed_and_a_longer_one_is_an_error()
    {
        var dots = string.Concat(Enumerable.Repeat("/.", 2046));

        To(":", $"{dots}/xy").Real.Should().Be("/xy");
        FluentActions.Invoking(() => To(":", $"{dots}/xyz")).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENAMETOOLONG);
    }

    private string? Replaceable(string make, string path) => To(make, path).Replaceable?.Replace(_scratch.Path, "S", StringComparison.Ordinal);

    private WalkedPath To(string make, string path)
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; umask 022; {make.Replace(" S/", $" {_scratch.Path}/", StringComparison.Ordinal)}"]);
        return new PathWalk(MountTable.Parse(Mounts.Replace("S/", $"{_scratch.Path}/", StringComparison.Ordinal))).To(path.StartsWith('/') ? path : _scratch[path]);
    }
}

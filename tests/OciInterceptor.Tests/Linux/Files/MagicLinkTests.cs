using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

public sealed class MagicLinkTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_open_file_is_reached_by_one_under_any_of_its_names()
    {
        using var open = File.OpenRead(_directory.File("file"));
        var number = open.SafeFileHandle.DangerousGetHandle();
        File.CreateSymbolicLink(_directory["link"], $"/proc/self/fd/{number}");

        foreach (var path in new[] { $"/proc/self/fd/{number}", $"/dev/fd/{number}", $"/proc/{Environment.ProcessId}/fd/{number}", _directory["link"] })
        {
            MagicLink.PointsTo(CString.Of(path)).Should().BeTrue(path);
        }
    }

    [Fact]
    public void A_file_with_a_name_of_its_own_is_not()
    {
        _directory.File("file");
        File.CreateSymbolicLink(_directory["link"], "file");
        var here = Path.GetRelativePath(Environment.CurrentDirectory, _directory["file"]);

        foreach (var path in new[] { _directory["file"], _directory["link"], here, "/proc/self/root" + _directory["file"], "/proc/self/cwd/" + here })
        {
            MagicLink.PointsTo(CString.Of(path)).Should().BeFalse(path);
        }
    }

    [Fact]
    public void A_name_without_a_directory_is_in_the_working_directory()
    {
        // It may be one in which nobody may write.
        var name = Path.GetFileName(Directory.EnumerateFiles(".").First());

        MagicLink.PointsTo(CString.Of(name)).Should().BeFalse();
    }

    /// <summary>Kernels before 5.6.</summary>
    [Fact]
    public void Where_the_kernel_cannot_tell_the_usual_places_are_taken_for_them()
    {
        _directory.File("file");

        OwnThread.WhereFails(Libc.SYS_openat2, Errno.ENOSYS, () =>
        {
            MagicLink.PointsTo(CString.Of("/proc/self/fd/0")).Should().BeTrue();
            MagicLink.PointsTo(CString.Of("/dev/stdin")).Should().BeTrue();
            MagicLink.PointsTo(CString.Of(_directory["file"])).Should().BeFalse();
        });
    }

    /// <summary>What a policy names may be what only root can read.</summary>
    [Fact]
    public void Neither_the_file_nor_its_directory_need_be_readable()
    {
        Directory.CreateDirectory(_directory["closed"]);
        _directory.File("closed/file", mode: UnixFileMode.None);
        Shell.Run("chmod", ["0711", _directory["closed"], _directory.Path]);

        Posix.AsUser(4711, () => MagicLink.PointsTo(CString.Of(_directory["closed/file"])).Should().BeFalse());
    }

    [Fact]
    public void No_descriptor_is_left_and_0_is_one_as_any_other() => OwnThread.WithOwnDescriptors(() =>
    {
        var file = CString.Of(_directory.File("file"));
        var lowest = OwnThread.Lowest();
        MagicLink.PointsTo(file).Should().BeFalse();
        OwnThread.Lowest().Should().Be(lowest);

        // 0 is the directory's, or the file's.
        using var three = Descriptor.Open(file, Libc.O_RDONLY);
        foreach (var fd in new[] { 0, 1 })
        {
            _ = Libc.close(fd);
            MagicLink.PointsTo(file).Should().BeFalse();
            OwnThread.Lowest().Should().Be(0);
        }
    });

    [Fact]
    public void Where_there_is_no_directory_there_is_an_error() =>
        FluentActions.Invoking(() => MagicLink.PointsTo(CString.Of(_directory["none/file"]))).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);
}

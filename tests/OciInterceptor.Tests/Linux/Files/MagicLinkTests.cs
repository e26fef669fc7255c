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
        var name = $"magic-link-{Guid.NewGuid():N}";
        File.WriteAllText(name, "");
        try
        {
            MagicLink.PointsTo(CString.Of(name)).Should().BeFalse();
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void Where_there_is_no_directory_there_is_an_error() =>
        FluentActions.Invoking(() => MagicLink.PointsTo(CString.Of(_directory["none/file"]))).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);
}

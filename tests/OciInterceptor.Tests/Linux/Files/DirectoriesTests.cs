using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

public sealed class DirectoriesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("a", 0x1C0, "700")]
    [InlineData("a/", 0x1C0, "700")]
    [InlineData("a", 0x3FF, "1777")]
    [InlineData("a", 0x1C9, "711")]
    public void A_directory_has_the_mode_whatever_the_umask(string path, int mode, string expected)
    {
        Directories.Make(_directory[path], (uint)mode);

        Mode("a").Should().Be(expected);
    }

    [Theory]
    [InlineData("a/b/c")]
    [InlineData("a//b/c//")]
    public void Those_above_it_are_made_for_all_to_pass(string path)
    {
        Directories.Make(_directory[path], 0x1C0);

        (Mode("a"), Mode("a/b"), Mode("a/b/c")).Should().Be(("755", "755", "700"));
    }

    [Fact]
    public void One_that_is_there_keeps_its_mode()
    {
        Directory.CreateDirectory(_directory["a"]);
        File.SetUnixFileMode(_directory["a"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Directories.Make(_directory["a/b"], 0x1C0);
        Directories.Make(_directory["a"], 0x1FF);

        (Mode("a"), Mode("a/b")).Should().Be(("500", "700"));
    }

    [Fact]
    public void One_that_cannot_be_made_is_an_error()
    {
        _directory.File("file");

        FluentActions.Invoking(() => Directories.Make(_directory["file/a/b"], 0x1C0)).Should().Throw<IOException>().WithMessage("Not a directory");
        FluentActions.Invoking(() => Directories.MakeOne(_directory["none/a"], 0x1C0)).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);
        _directory.Names.Should().Equal("file");
    }

    private string Mode(string name) => Convert.ToString((int)File.GetUnixFileMode(_directory[name]), 8);
}

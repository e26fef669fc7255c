using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Linux.Files;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public RealPathTests()
    {
        Directory.CreateDirectory(_directory["real"]);
        _directory.File("real/file");
        File.CreateSymbolicLink(_directory["link"], "real/file");
        File.CreateSymbolicLink(_directory["gone"], "none");
        File.CreateSymbolicLink(_directory["loop"], "loop");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("link", true)]
    [InlineData("gone", true)]
    [InlineData("loop", true)]
    [InlineData("real", false)]
    [InlineData("real/file", false)]
    [InlineData("none", false)]
    [InlineData("real/file/none", null)]
    [InlineData("loop/x", null)]
    public void A_link_is_told_from_what_is_none(string path, bool? isLink) => RealPath.IsLink(_directory[path]).Should().Be(isLink);

    [Fact]
    public void A_links_target_is_told_as_it_is_written()
    {
        RealPath.OfLink(_directory["gone"]).Should().Be("none");
        FluentActions.Invoking(() => RealPath.OfLink(_directory["real/file"])).Should().Throw<IOException>().WithMessage("Invalid argument");
        using var link = Descriptor.Open(CString.Of(_directory["link"]), Libc.O_PATH | Libc.O_NOFOLLOW);
        RealPath.OfLink(link).Should().Be("real/file");
    }

    [Theory]
    [InlineData("link", "real/file")]
    [InlineData("real/none", "real/none")]
    [InlineData("real/none/below/", "real/none/below")]
    [InlineData("real/file/below", "real/file/below")]
    [InlineData("gone", "gone")]
    [InlineData("gone/below", "gone/below")]
    [InlineData("real//none", "real/none")]
    public void What_exists_is_followed_and_the_rest_is_left_as_written(string path, string real) =>
        RealPath.Resolve(_directory[path], pastDenied: false).Should().Be(_directory[real]);

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/none", "/none")]
    [InlineData("/none/below", "/none/below")]
    public void The_root_is_where_every_path_begins(string path, string real) => RealPath.Resolve(path, pastDenied: false).Should().Be(real);

    [Fact]
    public void A_path_that_cannot_be_followed_is_an_error() =>
        FluentActions.Invoking(() => RealPath.Resolve(_directory["loop/x"], pastDenied: true)).Should().Throw<IOException>().WithMessage("Too many levels of symbolic links");

    /// <summary>What the operator names is theirs to know; what a container names must not be guessed at.</summary>
    [Fact]
    public void What_may_not_be_looked_at_is_left_as_written_where_the_operator_named_it()
    {
        Directory.CreateDirectory(_directory["closed/a"]);
        Shell.Run("chmod", ["0700", _directory["closed"]]);
        Shell.Run("chmod", ["0755", _directory.Path]);

        Posix.AsUser(4711, () =>
        {
            RealPath.Resolve(_directory["closed/a/b"], pastDenied: true).Should().Be(_directory["closed/a/b"]);
            FluentActions.Invoking(() => RealPath.Resolve(_directory["closed/a"], pastDenied: false)).Should().Throw<IOException>().WithMessage("Permission denied");
            RealPath.IsLink(_directory["closed/a"]).Should().BeNull();
        });
    }

    [Fact]
    public void The_path_of_this_program_is_where_its_process_says() =>
        SelfExecutable.Find().Should().Be(File.ResolveLinkTarget("/proc/self/exe", returnFinalTarget: true)!.FullName);
}

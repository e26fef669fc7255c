using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

public sealed class ResolvedPathsTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("real/file", "real/file")]
    [InlineData("real/none", "real/none")]
    [InlineData("real/none/below", "real/none/below")]
    [InlineData("real//file", "real/file")]
    [InlineData("real/./file", "real/file")]
    [InlineData("real/../real/file", "real/file")]
    [InlineData("directory-link/file", "real/file")]
    [InlineData("directory-link/none", "real/none")]
    [InlineData("directory-link/../real", "real")]
    [InlineData("link-to-link/file", "real/file")]
    [InlineData("real/link", "other")]
    [InlineData("real/", "real")]
    public void Follows_every_link_as_far_as_the_path_exists(string path, string real)
    {
        Directory.CreateDirectory(_scratch["real"]);
        File.WriteAllText(_scratch["real/file"], "");
        File.WriteAllText(_scratch["other"], "");
        File.CreateSymbolicLink(_scratch["directory-link"], "real");
        File.CreateSymbolicLink(_scratch["link-to-link"], "directory-link");
        File.CreateSymbolicLink(_scratch["real/link"], "../other");

        ResolvedPaths.Of(_scratch[path], isOperators: false).Should().Be(_scratch[real]);
        ResolvedPaths.Of(_scratch[path], isOperators: true).Should().Be(_scratch[real]);
    }

    [Fact]
    public void Refuses_a_path_that_is_too_long_for_the_kernel()
    {
        var resolve = () => ResolvedPaths.Of(string.Concat(Enumerable.Repeat("/a", 5000)), isOperators: false);

        resolve.Should().Throw<IOException>().WithMessage("File name too long");
    }
}

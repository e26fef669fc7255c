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

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/.", "/")]
    [InlineData("/..", "/")]
    [InlineData("/none", "/none")]
    [InlineData("/proc/../none", "/none")]
    public void The_root_is_where_every_path_begins(string path, string real) => ResolvedPaths.Of(path, isOperators: false).Should().Be(real);

    [Fact]
    public void The_longest_path_of_the_kernel_is_resolved_and_a_longer_one_refused()
    {
        var longest = "/" + string.Concat(Enumerable.Repeat("none/", 818)) + "last";
        longest.Should().HaveLength(4095);

        ResolvedPaths.Of(longest, isOperators: false).Should().Be(longest);
        FluentActions.Invoking(() => ResolvedPaths.Of(longest + "x", isOperators: false)).Should().Throw<IOException>().WithMessage("File name too long");
    }

    /// <summary>What the operator names is kept apart from what a container names.</summary>
    [Fact]
    public void What_may_not_be_looked_at_is_left_as_written_only_where_the_operator_named_it()
    {
        Directory.CreateDirectory(_scratch["closed/a"]);
        Shell.Run("chmod", ["0700", _scratch["closed"]]);
        Shell.Run("chmod", ["0755", _scratch.Path]);

        Posix.AsUser(4711, () =>
        {
            ResolvedPaths.Of(_scratch["closed/a"], isOperators: true).Should().Be(_scratch["closed/a"]);
            FluentActions.Invoking(() => ResolvedPaths.Of(_scratch["closed/a"], isOperators: false)).Should().Throw<IOException>().WithMessage("Permission denied");
        });
    }

    [Fact]
    public void A_name_once_resolved_is_kept()
    {
        File.CreateSymbolicLink(_scratch["link"], "one");
        ResolvedPaths.Of(_scratch["link"], isOperators: false).Should().Be(_scratch["link"], "a link that leads nowhere is left as it is");
        Directory.CreateDirectory(_scratch["one"]);

        ResolvedPaths.Of(_scratch["link"], isOperators: false).Should().Be(_scratch["link"]);
        ResolvedPaths.Of(_scratch["link"], isOperators: true).Should().Be(_scratch["one"]);
    }
}

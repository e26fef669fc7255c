using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

public sealed class DirectorySwapTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Into_a_free_place_a_directory_is_moved()
    {
        Make("new");

        DirectorySwap.Put(_directory["new"], _directory["place"]);

        _directory.Names.Should().Equal("place");
        Directory.Exists(_directory["place/new"]).Should().BeTrue();
    }

    [Fact]
    public void The_one_that_had_the_place_gets_the_others_name()
    {
        Make("new");
        Make("place");

        DirectorySwap.Put(_directory["new"], _directory["place"]);

        _directory.Names.Should().Equal("new", "place");
        Directory.Exists(_directory["place/new"]).Should().BeTrue();
        Directory.Exists(_directory["new/place"]).Should().BeTrue();
    }

    [Fact]
    public void What_cannot_be_put_there_is_an_error_and_all_stays()
    {
        Make("place");

        FluentActions.Invoking(() => DirectorySwap.Put(_directory["none"], _directory["place"])).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);
        _directory.Names.Should().Equal("place");
        Directory.Exists(_directory["place/place"]).Should().BeTrue();
    }

    // A directory with one of its own name in it.
    private void Make(string name) => Directory.CreateDirectory(_directory[$"{name}/{name}"]);
}

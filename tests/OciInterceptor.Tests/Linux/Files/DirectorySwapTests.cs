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

    /// <summary>Not every file system and kernel can exchange two names.</summary>
    [Theory]
    [InlineData(Errno.EINVAL)]
    [InlineData(Errno.ENOSYS)]
    public void Where_two_names_cannot_be_exchanged_it_is_done_in_steps(int error)
    {
        Make("new");
        Make("place");

        OwnThread.WhereFails(OwnThread.Call(316, 276), error, () => DirectorySwap.Put(_directory["new"], _directory["place"]));

        _directory.Names.Should().Equal("new", "place");
        Directory.Exists(_directory["place/new"]).Should().BeTrue();
        Directory.Exists(_directory["new/place"]).Should().BeTrue();
    }

    [Fact]
    public void A_step_that_fails_is_an_error_and_all_stays()
    {
        Make("place");

        OwnThread.WhereFails(OwnThread.Call(316, 276), Errno.EINVAL, () =>
            FluentActions.Invoking(() => DirectorySwap.Put(_directory["none"], _directory["place"])).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT));

        _directory.Names.Should().Equal("place");
        Directory.Exists(_directory["place/place"]).Should().BeTrue();
    }

    [Fact]
    public void Any_other_refusal_is_an_error()
    {
        Make("new");
        Make("place");

        OwnThread.WhereFails(OwnThread.Call(316, 276), Errno.EACCES, () =>
            FluentActions.Invoking(() => DirectorySwap.Put(_directory["new"], _directory["place"])).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.EACCES));

        Directory.Exists(_directory["place/place"]).Should().BeTrue();
    }


    // A directory with one of its own name in it.
    private void Make(string name) => Directory.CreateDirectory(_directory[$"{name}/{name}"]);
}

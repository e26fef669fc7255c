using OciInterceptor.Host;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Host;

public sealed class HostPathTests
{
    [Theory]
    [InlineData("/", "/a", true)]
    [InlineData("/", "/", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/a/b", true)]
    [InlineData("/a", "/a/b/c", true)]
    [InlineData("/a", "/ab", false)]
    [InlineData("/a", "/", false)]
    [InlineData("/a/b", "/a", false)]
    [InlineData("/a", "/b/a", false)]
    [InlineData("/a", "/A/b", false)]
    [InlineData("/a/b", "/a/c", false)]
    public void A_directory_contains_itself_and_what_lies_in_it(string directory, string path, bool contains) =>
        HostPath.Contains(directory, path).Should().Be(contains);

    [Theory]
    [InlineData("/a", "/a /backed")]
    [InlineData("/a/./x/..", "/real /a /other")]
    [InlineData("/link", "/real /link /other")]
    [InlineData("rel", "/bundle/rel")]
    public void A_path_has_its_real_name_the_one_as_written_and_those_that_back_it(string path, string names)
    {
        var host = new FakeHost { Links = { ["/link"] = "/real", ["/a/./x/.."] = "/real", ["rel"] = "/bundle/rel" }, Backings = { ["/a"] = ["/backed"], ["/real"] = ["/other"] } };
        HostPath.AllNamesOf(path, host).Should().Equal(names.Split(' '));
        HostPath.NamesOf(path, host).Should().Equal(names.Split(' ').Except(["/backed", "/other"]));
    }
}

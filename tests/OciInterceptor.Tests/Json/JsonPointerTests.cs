using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Json;

public sealed class JsonPointerTests
{
    private const string Document = """{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8,"~1":9,"1":{"-":10}}""";

    [Theory]
    [InlineData("", Document)]
    [InlineData("/foo", """["bar","baz"]""")]
    [InlineData("/foo/0", "\"bar\"")]
    [InlineData("/foo/1", "\"baz\"")]
    [InlineData("/", "0")]
    [InlineData("/a~1b", "1")]
    [InlineData("/c%d", "2")]
    [InlineData("/e^f", "3")]
    [InlineData("/g|h", "4")]
    [InlineData("/i\\j", "5")]
    [InlineData("/k\"l", "6")]
    [InlineData("/ ", "7")]
    [InlineData("/m~0n", "8")]
    [InlineData("/~01", "9")]
    [InlineData("/1/-", "10")]
    public void Leads_to_a_value(string path, string value) =>
        Sample.Text(JsonTree.Get(Sample.Value(Document), path)).Should().Be(value);

    [Theory]
    [InlineData("/foo/2")]
    [InlineData("/foo/2147483647")]
    [InlineData("/foo/0/x")]
    [InlineData("/Foo")]
    [InlineData("/x/y")]
    [InlineData("//")]
    [InlineData("/foo/99999999999999999999")]
    public void Leads_nowhere_when_there_is_nothing(string path) =>
        JsonTree.Find(Sample.Value(Document), path).Should().BeNull();

    /// <summary>RFC 6901, section 4: digits without leading zeros, or "-" for the place after the last item, which has no value.</summary>
    [Theory]
    [InlineData("/foo/-")]
    [InlineData("/foo/00")]
    [InlineData("/foo/01")]
    [InlineData("/foo/+1")]
    [InlineData("/foo/ 1")]
    [InlineData("/foo/1e0")]
    [InlineData("/foo/-1")]
    [InlineData("/foo/099999999999999999999")]
    [InlineData("/foo/bar")]
    [InlineData("/foo/")]
    public void Refuses_what_is_no_index_of_a_list(string path)
    {
        var find = () => JsonTree.Find(Sample.Value(Document), path);

        find.Should().Throw<InterceptorException>().WithMessage($"invalid list index \"{path["/foo/".Length..]}\": *");
    }

    [Theory]
    [InlineData("foo", "must be empty or begin with a slash")]
    [InlineData("#/foo", "must be empty or begin with a slash")]
    [InlineData(" /foo", "must be empty or begin with a slash")]
    [InlineData("/a~", "~ must be followed by 0 or 1")]
    [InlineData("/a~2b", "~ must be followed by 0 or 1")]
    [InlineData("/~0/~/x", "~ must be followed by 0 or 1")]
    public void Refuses_what_is_no_pointer(string path, string cause)
    {
        var parse = () => JsonPointer.Parse(path);

        parse.Should().Throw<InterceptorException>().WithMessage($"invalid JSON Pointer \"{path}\": *{cause}");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("~1")]
    [InlineData("/")]
    [InlineData("~01/~10")]
    public void Takes_apart_what_it_builds(string name) =>
        JsonPointer.Parse(JsonPointer.Item(JsonPointer.Member("", name), 7)).Should().Equal(name, "7");

    [Fact]
    public void Does_not_choose_between_members_of_one_name()
    {
        var find = () => JsonTree.Find(Sample.Value("""{"a":{"b":1,"b":2}}"""), "/a/b");

        find.Should().Throw<InterceptorException>().WithMessage("config.json:1:13: *ambiguous*");
    }

    [Theory]
    [InlineData("/a/b/c", "/a/b", true)]
    [InlineData("/a/b/c/d", "/a/b", true)]
    [InlineData("/a/b/", "/a/b", true)]
    [InlineData("/a", "", true)]
    [InlineData("/a/bc", "/a/b", false)]
    [InlineData("/a/b", "/a/b", false)]
    [InlineData("/a", "/a/b", false)]
    [InlineData("/x/b/c", "/a/b", false)]
    [InlineData("/a/B/c", "/a/b", false)]
    [InlineData("/a/10", "/a/1", false)]
    [InlineData("/a/b~1c", "/a/b", false)]
    [InlineData("", "", false)]
    public void One_place_is_inside_another_when_a_step_leads_on(string inner, string outer, bool isInside) =>
        JsonPointer.IsInside(inner, outer).Should().Be(isInside);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("9", 9)]
    [InlineData("10", 10)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("00", null)]
    [InlineData("01", null)]
    [InlineData("0123", null)]
    [InlineData("2147483648", int.MaxValue)]
    [InlineData("99999999999999999999", int.MaxValue)]
    [InlineData("09999999999999999999", null)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData(" 1", null)]
    [InlineData("1 ", null)]
    [InlineData("1.0", null)]
    [InlineData("1e0", null)]
    [InlineData("0x1", null)]
    [InlineData("-", null)]
    [InlineData("", null)]
    [InlineData("٣", null)]
    public void An_index_is_digits_without_a_leading_zero(string step, int? index) => JsonPointer.Index(step).Should().Be(index);
}

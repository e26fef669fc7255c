using System.Text;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

public sealed class HooksDirRuleTests
{
    private const string Always = "\"version\":\"1.0.0\",\"hook\":{\"path\":\"/a\",\"env\":[]},\"when\":{\"always\":true}";

    [Fact]
    public void A_later_directory_masks_files_of_an_earlier_one()
    {
        var host = new FakeHost
        {
            Files = new()
            {
                ["/one/a.json"] = Encoding.UTF8.GetBytes($$"""{{{Always.Replace("/a", "/old", StringComparison.Ordinal)}},"stages":["prestart"]}"""),
                ["/two/a.json"] = Encoding.UTF8.GetBytes($$"""{{{Always.Replace("/a", "/new", StringComparison.Ordinal)}},"stages":["prestart"]}"""),
                ["/one/A.json"] = Encoding.UTF8.GetBytes($$"""{{{Always}},"stages":["prestart"]}"""),
                ["/one/b.conf"] = [],
            },
        };

        RuleRun.On("""{"type":"hooks-dir","directories":["/one","/two"]}""", "{}", host)
            .Should().Be("""{"hooks":{"prestart":[{"path":"/a","env":[]},{"path":"/new","env":[]}]}}""");
    }

    [Theory]
    [InlineData("""{"version":"0.1.0","hook":{"path":"/a"},"when":{"always":true},"stages":[]}""", "/d/x.json:1:12: version must be one of 1.0.0, not \"0.1.0\", did you mean \"1.0.0\"?")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{},"stages":[]}""", "/d/x.json:1:48: a hook needs a condition, such as \"always\": true")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"or":true},"stages":[]}""", "/d/x.json:1:49: unknown member \"or\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"commands":["("]},"stages":[]}""", "/d/x.json:1:60: invalid extended regular expression \"(\": unmatched \"(\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true},"stages":["preStart"]}""", "/d/x.json:1:73: unknown stage \"preStart\", did you mean \"prestart\"?")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true}}""", "/d/x.json:1:1: missing member \"stages\"")]
    public void A_wrong_file_is_refused_with_its_place(string file, string error)
    {
        var host = new FakeHost { Files = new() { ["/d/x.json"] = Encoding.UTF8.GetBytes(file) } };

        RuleRun.ErrorOf("""{"type":"hooks-dir","directories":["/d"]}""", host).Should().Be(error);
    }

    [Theory]
    [InlineData("""{"always":true,"hasBindMounts":true}""", """{"mounts":[{"destination":"/a","type":"tmpfs"}]}""", false)]
    [InlineData("""{"always":true,"hasBindMounts":true}""", """{"mounts":[{"destination":"/a","source":"/b","options":["rbind"]}]}""", true)]
    [InlineData("""{"hasBindMounts":false}""", "{}", false)]
    [InlineData("""{"always":false}""", "{}", false)]
    [InlineData("""{"always":false,"commands":[".*"]}""", """{"process":{"args":["a"]}}""", false)]
    [InlineData("""{"commands":["^x","^a"]}""", """{"process":{"args":["a"]}}""", true)]
    [InlineData("""{"commands":["^x"]}""", """{"process":{"args":["a","x"]}}""", false)]
    [InlineData("""{"commands":[".*"]}""", "{}", false)]
    [InlineData("""{"annotations":{"^a$":"1","^b$":"2"}}""", """{"annotations":{"a":"1","b":"2"}}""", true)]
    [InlineData("""{"annotations":{"^a$":"1","^b$":"2"}}""", """{"annotations":{"a":"1","b":"1"}}""", false)]
    [InlineData("""{"annotations":{"a":"1"}}""", "{}", false)]
    public void All_conditions_of_a_file_must_hold(string when, string document, bool holds)
    {
        var host = new FakeHost
        {
            Files = new() { ["/d/x.json"] = Encoding.UTF8.GetBytes($$$"""{"version":"1.0.0","hook":{"path":"/a"},"when":{{{when}}},"stages":["prestart"]}""") },
        };

        RuleRun.On("""{"type":"hooks-dir","directories":["/d"]}""", document, host).Contains("prestart", StringComparison.Ordinal).Should().Be(holds);
    }
}

using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;
using OciInterceptor.Tests.Rules;

namespace OciInterceptor.Tests.Spec;

public sealed class HooksTests
{
    private const string Always = "\"version\":\"1.0.0\",\"hook\":{\"path\":\"/a\",\"env\":[]},\"when\":{\"always\":true}";

    [Theory]
    [InlineData("""{"path":"a"}""", "\"a\" must be an absolute path")]
    [InlineData("""{"args":["a"]}""", "\"path\" is missing here")]
    [InlineData("""{"path":"/a","timeout":0}""", "timeout is a number of seconds, more than 0")]
    [InlineData("""{"path":"/a","env":["A"]}""", "\"A\" is not NAME=value")]
    [InlineData("""{"path":"/a","arg":[]}""", "\"arg\" is not known here, did you mean \"args\"?")]
    public void A_wrong_hook_is_refused_when_the_policy_is_read(string hook, string error) =>
        OneRule.Error($$$"""{"type":"hooks","add":{"prestart":[{{{hook}}}]}}""").Should().Be(error);

    [Theory]
    [InlineData("[]", "there must be at least one directory")]
    [InlineData("""["/"]""", "\"/\" must be an absolute path of a directory below the root")]
    [InlineData("""["/opt/.."]""", "\"/opt/..\" must be an absolute path of a directory below the root")]
    [InlineData("""["/opt","opt"]""", "\"opt\" must be an absolute path of a directory below the root")]
    public void Directories_that_cannot_be_trusted_are_refused_when_the_policy_is_read(string directories, string error)
    {
        OneRule.Error($$"""{"type":"hooks","trustedDirectories":{{directories}}}""").Should().Be(error);
        OneRule.Error($$"""{"type":"hooks-dir","trustedDirectories":{{directories}}}""").Should().Be(error);
        OneRule.Error($$"""{"type":"filter","path":"/f","trustedDirectories":{{directories}}}""").Should().Be(error);
        OneRule.Error($$"""{"type":"cdi","devices":["v.com/c=d"],"trustedDirectories":{{directories}}}""").Should().Be(error);
    }

    [Theory]
    [InlineData("""{"ociVersion":"1.0.2","hooks":{"prestart":[{"path":"/a","env":[]}],"poststop":null}}""", """{"hooks":{"prestart":[{"path":"/a","env":[]}]}}""")]
    [InlineData("""{"hooks":{}}""", "{}")]
    public void A_document_that_holds_hooks_is_taken_as_it_is(string file, string expected) =>
        OneRule.Apply("""{"type":"hooks","file":"/h.json"}""", "{}", new FakeHost { Files = { ["/h.json"] = Encoding.UTF8.GetBytes(file) } }).Should().Be(expected);

    [Theory]
    [InlineData("[]", "/h.json:1:1: an object with \"hooks\" must stand here")]
    [InlineData("""{"hook":{}}""", "/h.json:1:1: an object with \"hooks\" must stand here")]
    [InlineData("""{"hooks":null}""", "/h.json:1:10: hooks must be an object")]
    [InlineData("""{"hooks":{"preStart":[]}}""", "/h.json:1:11: \"preStart\" is not known here, did you mean \"prestart\"?")]
    [InlineData("""{"hooks":{"prestart":[{"path":"/a","arg":[]}]}}""", "/h.json:1:36: \"arg\" is not known here, did you mean \"args\"?")]
    public void A_document_without_hooks_or_with_wrong_ones_is_refused(string file, string error) =>
        OneRule.Error("""{"type":"hooks","file":"/h.json"}""", new FakeHost { Files = { ["/h.json"] = Encoding.UTF8.GetBytes(file) } }).Should().Be(error);

    [Fact]
    public void A_stage_that_is_none_is_refused() =>
        OneRule.Error("""{"type":"hooks","add":{"preStart":[]}}""").Should().Be("\"preStart\" is not known here, did you mean \"prestart\"?");

    [Theory]
    [MemberData(nameof(CheckedStages.Rows), MemberType = typeof(CheckedStages))]
    public void What_an_added_hook_of_the_host_runs_is_checked(string stage, string path, string? cause)
    {
        Refusal($$$"""{"type":"hooks","add":{"{{{stage}}}":[{"path":"{{{path}}}"}]}}""", "{}").Should().Be(cause is null ? null : $"p:1:11: cannot apply the rule \"hooks\" (hooks): {cause}");
    }

    [Theory]
    [InlineData("""{"poststop":[{"path":"/bad"}]}""", "the poststop hook /bad is refused: it is a symbolic link")]
    [InlineData("""{"startContainer":[{"path":"bad"}]}""", "the startContainer hook bad is refused: its path is not absolute")]
    [InlineData("""{"createContainer":[{"path":"/bad"}]}""", null)]
    [InlineData("""{"poststop":[{"path":"/good"}]}""", null)]
    public void The_engines_hooks_are_checked_if_that_is_asked_for(string hooks, string? cause)
    {
        var document = $$"""{"hooks":{{hooks}}}""";

        Refusal("""{"type":"hooks"}""", document).Should().BeNull();
        Refusal("""{"type":"hooks","verifyAll":true}""", document).Should().Be(cause is null ? null : $"p:1:11: cannot apply the rule \"hooks\" (hooks): {cause}");
        Refusal("""{"type":"hooks-dir","verifyAll":true}""", document).Should().Be(cause is null ? null : $"p:1:11: cannot apply the rule \"hooks-dir\" (hooks-dir): {cause}");
    }

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

        OneRule.Apply("""{"type":"hooks-dir","directories":["/one","/two"]}""", "{}", host)
            .Should().Be("""{"hooks":{"prestart":[{"path":"/a","env":[]},{"path":"/new","env":[]}]}}""");
    }

    [Theory]
    [InlineData("""{"version":"0.1.0","hook":{"path":"/a"},"when":{"always":true},"stages":[]}""", "/d/x.json:1:12: version is one of 1.0.0, not \"0.1.0\", did you mean \"1.0.0\"?")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{},"stages":[]}""", "/d/x.json:1:48: a hook needs a condition, such as \"always\": true")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"or":true},"stages":[]}""", "/d/x.json:1:49: \"or\" is not known here")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"commands":["("]},"stages":[]}""", "/d/x.json:1:60: \"(\" is no extended regular expression: a \"(\" without \")\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true},"stages":["preStart"]}""", "/d/x.json:1:73: \"preStart\" is no stage, did you mean \"prestart\"?")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true}}""", "/d/x.json:1:1: \"stages\" is missing here")]
    public void A_wrong_file_is_refused_with_its_place(string file, string error)
    {
        var host = new FakeHost { Files = new() { ["/d/x.json"] = Encoding.UTF8.GetBytes(file) } };

        OneRule.Error("""{"type":"hooks-dir","directories":["/d"]}""", host).Should().Be(error);
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

        OneRule.Apply("""{"type":"hooks-dir","directories":["/d"]}""", document, host).Contains("prestart", StringComparison.Ordinal).Should().Be(holds);
    }

    [Theory]
    [InlineData("[]", "its output:1:1: a configuration is a JSON object")]
    [InlineData("""{"hostname":1,"hostname":2}""", "its output:1:15: the member \"hostname\" is ambiguous: runtimes differ in how they read repeated names and other letter case")]
    [InlineData("""{"hostname":1}""", "its output is no valid configuration: 1:13: \"hostname\" must be a string, not a number")]
    [InlineData("""{"x":""", "its output:1:6: not valid JSON: the document ends inside the object that begins at 1:1")]
    public void What_a_filter_writes_must_be_a_configuration(string output, string cause)
    {
        Refusal("""{"type":"filter","path":"/f"}""", "{}", new FakeHost { Filtered = (_, _) => output })
            .Should().Be($"p:1:11: cannot apply the rule \"filter\" (filter): the filter /f failed: {cause}");
    }

    [Fact]
    public void What_was_wrong_before_a_filter_is_not_its_fault() =>
        OneRule.Apply("""{"type":"filter","path":"/f"}""", """{"hostname": 1 }""", new FakeHost { Filtered = (_, _) => """{"x":1,"hostname":1}""" })
            .Should().Contain("\"hostname\": 1").And.Contain("\"x\"");

    private static string? Refusal(string rule, string document, FakeHost? host = null)
    {
        try
        {
            OneRule.Apply(rule, document, host ?? new FakeHost { RefusedPrograms = new() { ["/bad"] = "it is a symbolic link" } });
            return null;
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }
}

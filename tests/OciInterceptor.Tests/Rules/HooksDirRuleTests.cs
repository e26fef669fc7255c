using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Messages;
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
    [InlineData("""{"version":"0.1.0","hook":{"path":"/a"},"when":{"always":true},"stages":[]}""", "/d/x.json:1:27: hook must be a string")]
    [InlineData("""{"version":"1.1.0","hook":{"path":"/a"},"when":{"always":true},"stages":[]}""", "/d/x.json:1:12: version must be one of 1.0.0, not \"1.1.0\", did you mean \"1.0.0\"?")]
    [InlineData("""{"hook":"a","cmds":[".*"],"stage":["prestart"]}""", "/d/x.json:1:9: \"a\" must be an absolute path")]
    [InlineData("""{"hook":"/a","cmds":["("],"stage":["prestart"]}""", "/d/x.json:1:21: invalid extended regular expression \"(\": unmatched \"(\"")]
    [InlineData("""{"hook":"/a","stage":["prestart"],"stages":["prestart"]}""", "/d/x.json:1:22: a file must not have both \"stages\" and \"stage\"")]
    [InlineData("""{"hook":"/a","cmd":["a"],"cmds":["a"]}""", "/d/x.json:1:20: a file must not have both \"cmds\" and \"cmd\"")]
    [InlineData("""{"hook":"/a","annotation":["a"],"annotations":["a"]}""", "/d/x.json:1:27: a file must not have both \"annotations\" and \"annotation\"")]
    [InlineData("""{"hook":"/a","stage":["start"]}""", "/d/x.json:1:22: unknown stage \"start\"")]
    [InlineData("""{"cmds":["a"],"stage":["prestart"]}""", "/d/x.json:1:1: missing member \"hook\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"or":true},"stages":[]}""", "/d/x.json:1:49: unknown member \"or\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"commands":["("]},"stages":[]}""", "/d/x.json:1:60: invalid extended regular expression \"(\": unmatched \"(\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"commands":["a",")"]},"stages":[]}""", "/d/x.json:1:60: invalid extended regular expression \")\": unmatched \")\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"annotations":{"(":"a"}},"stages":[]}""", "/d/x.json:1:63: invalid extended regular expression \"(\": unmatched \"(\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"annotations":{"a":"("}},"stages":[]}""", "/d/x.json:1:63: invalid extended regular expression \"(\": unmatched \"(\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true},"stages":["prestart","one","two"]}""", "/d/x.json:1:73: unknown stage \"one\"")]
    [InlineData("""{"hook":{"path":"/a"},"when":{"always":true},"stages":[]}""", "/d/x.json:1:1: missing member \"version\"")]
    [InlineData("""{"version":"1.0.0","when":{"always":true},"stages":[]}""", "/d/x.json:1:1: missing member \"hook\"")]
    [InlineData("[]", "/d/x.json:1:1: a hook definition must be a JSON object")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a","args":null},"when":{"always":true},"stages":[]}""", "/d/x.json:1:47: args must not be null: leave it out")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true},"stages":["preStart"]}""", "/d/x.json:1:73: unknown stage \"preStart\", did you mean \"prestart\"?")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true}}""", "/d/x.json:1:1: missing member \"stages\"")]
    public void A_wrong_file_is_refused_with_its_place(string file, string error)
    {
        var host = new FakeHost { Files = new() { ["/d/x.json"] = Encoding.UTF8.GetBytes(file) } };

        RuleRun.ErrorOf("""{"type":"hooks-dir","directories":["/d"]}""", host).Should().Be(error);
    }

    [Theory]
    [InlineData("""{"hasBindMounts":false}""", false)]
    [InlineData("""{"hasBindMounts":true}""", true)]
    [InlineData("""{"always":true,"hasBindMounts":false}""", false)]
    [InlineData("""{"always":true,"hasBindMounts":true}""", true)]
    [InlineData("""{"always":false,"hasBindMounts":true}""", false)]
    [InlineData("""{"always":true}""", true)]
    [InlineData("""{"commands":["^/a$"],"hasBindMounts":true}""", true)]
    [InlineData("""{"commands":["^/b$"],"hasBindMounts":true}""", false)]
    [InlineData("""{"annotations":{"k":"v"},"hasBindMounts":true}""", true)]
    [InlineData("""{"annotations":{"k":"x"},"hasBindMounts":true}""", false)]
    [InlineData("""{"annotations":{"k":"v"},"commands":["^/b$"]}""", false)]
    [InlineData("""{"annotations":{"k":"x"},"commands":["^/a$"]}""", false)]
    [InlineData("""{"annotations":{"k":"v"},"commands":["^/a$"],"always":true}""", true)]
    [InlineData("""{"annotations":{"v":"k"}}""", false)]
    [InlineData("""{"annotations":{"^k$":"^w$"}}""", false)]
    public void Each_condition_is_asked_of_a_container_with_bind_mounts(string when, bool holds) =>
        IsAdded(when, """{"process":{"args":["/a","/b"]},"annotations":{"k":"v","other":"w"},"mounts":[{"destination":"/x","type":"bind","source":"/y"}]}""").Should().Be(holds);

    /// <summary>As with Podman and CRI-O, which say nothing.</summary>
    [Theory]
    [InlineData(""","when":{}""")]
    [InlineData(""","when":{"annotations":{}}""")]
    [InlineData(""","when":{"commands":[]}""")]
    [InlineData(""","when":{"annotations":{},"commands":[]}""")]
    [InlineData("")]
    public void A_hook_without_a_condition_is_never_added_and_that_is_said(string when)
    {
        var host = HostWith($$"""{"version":"1.0.0","hook":{"path":"/a"}{{when}},"stages":["prestart"]}""");

        RuleRun.On(Rule, Container, host).Should().Be(Container);
        Notes(host).Should().Equal("/d/x.json: the hook is never added: it has no condition, such as \"always\": true in \"when\"");
    }

    [Theory]
    [InlineData("\"hook\":\"/a\",\"cmds\":[\"/sh$\"]", true)]
    [InlineData("\"hook\":\"/a\",\"cmds\":[\"^sh$\"]", false)]
    [InlineData("\"hook\":\"/a\",\"cmd\":[\"x\",\"/sh$\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotations\":[\"^w\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotation\":[\"^v$\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotations\":[\"^k$\"]", false)]
    [InlineData("\"hook\":\"/a\",\"hasbindmounts\":true", true)]
    [InlineData("\"hook\":\"/a\",\"hasbindmounts\":false", false)]
    [InlineData("\"hook\":\"/a\",\"hasbindmounts\":false,\"cmds\":[\"/sh$\"]", true)]
    [InlineData("\"hook\":\"/a\",\"hasbindmounts\":true,\"cmds\":[\"none\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotations\":[\"none\"],\"cmds\":[\"/sh$\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotations\":[\"^w\"],\"cmds\":[\"none\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotations\":[\"none\"],\"cmds\":[\"none\"]", false)]
    [InlineData("\"version\":\"0.1.0\",\"hook\":\"/a\",\"cmds\":[\"/sh$\"]", true)]
    [InlineData("\"version\":\"\",\"hook\":\"/a\",\"cmds\":[\"/sh$\"]", true)]
    [InlineData("\"version\":null,\"hook\":\"/a\",\"cmds\":[\"/sh$\"],\"other\":1", true)]
    public void Of_the_first_format_any_condition_suffices(string members, bool isAdded)
    {
        foreach (var stage in new[] { "stage", "stages" })
        {
            var host = HostWith($$"""{{{members}},"{{stage}}":["prestart"]}""");

            RuleRun.On(Rule, Container, host).Should().Be(isAdded
                ? Container[..^1] + ""","hooks":{"prestart":[{"path":"/a","env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}]}}"""
                : Container);
            Notes(host).Should().BeEmpty();
        }
    }

    [Fact]
    public void Of_the_first_format_the_program_is_its_own_first_argument() =>
        RuleRun.On(Rule, Container, HostWith("""{"hook":"/a","arguments":["--quiet"],"cmds":[".*"],"stage":["poststop"]}"""))
            .Should().Contain("\"poststop\":[{\"path\":\"/a\",\"args\":[\"/a\",\"--quiet\"],\"env\":[");

    [Fact]
    public void A_hook_of_the_first_format_without_a_condition_is_never_added()
    {
        var host = HostWith("""{"hook":"/a","stage":["prestart"]}""");

        RuleRun.On(Rule, Container, host).Should().Be(Container);
        Notes(host).Should().ContainSingle();
    }

    [Fact]
    public void Hooks_come_in_the_order_of_their_files_names_and_each_stage_gets_its_own()
    {
        static byte[] Definition(string path, string stages) =>
            Encoding.UTF8.GetBytes($$"""{{{Always.Replace("/a", path, StringComparison.Ordinal)}},"stages":[{{stages}}]}""");
        var host = new FakeHost
        {
            Files = new()
            {
                ["/one/b.json"] = Definition("/b", "\"prestart\",\"poststop\",\"prestart\""),
                ["/one/C.json"] = Definition("/c", "\"prestart\""),
                ["/one/a.json"] = Definition("/a", "\"poststop\",\"prestart\""),
                ["/two/A.json"] = Definition("/A", "\"prestart\""),
                ["/two/d.json"] = Definition("/d", ""),
            },
        };
        RuleRun.On("""{"type":"hooks-dir","directories":["/one","/two"]}""", """{"hooks":{"prestart":[{"path":"/engines"}]}}""", host).Should().Be(
            """{"hooks":{"prestart":[{"path":"/engines"},{"path":"/A","env":[]},{"path":"/a","env":[]},{"path":"/b","env":[]},{"path":"/c","env":[]}],"poststop":[{"path":"/a","env":[]},{"path":"/b","env":[]}]}}""");
    }

    [Fact]
    public void Without_directories_those_of_Podman_are_read()
    {
        static byte[] Definition(string path) => Encoding.UTF8.GetBytes($$"""{{{Always.Replace("/a", path, StringComparison.Ordinal)}},"stages":["prestart"]}""");
        var host = new FakeHost
        {
            Files = new()
            {
                ["/usr/share/containers/oci/hooks.d/a.json"] = Definition("/vendor"),
                ["/usr/share/containers/oci/hooks.d/b.json"] = Definition("/hidden"),
                ["/etc/containers/oci/hooks.d/b.json"] = Definition("/admin"),
                ["/etc/other/c.json"] = Definition("/other"),
            },
        };
        RuleRun.On("""{"type":"hooks-dir"}""", "{}", host).Should().Be("""{"hooks":{"prestart":[{"path":"/vendor","env":[]},{"path":"/admin","env":[]}]}}""");
        RuleRun.ErrorOf("""{"type":"hooks-dir","directories":["hooks.d"]}""").Should().Be("\"hooks.d\" must be an absolute path");
        RuleRun.On("""{"type":"hooks-dir","directories":[]}""", "{}", host).Should().Be("{}");
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
    public void All_conditions_of_a_file_must_hold(string when, string document, bool holds) => IsAdded(when, document).Should().Be(holds);

    private const string Rule = """{"type":"hooks-dir","directories":["/d"]}""";

    private const string Container = """{"process":{"args":["/bin/sh","-c"]},"annotations":{"k":"v","other":"world"},"mounts":[{"destination":"/x","type":"bind","source":"/y"}]}""";

    private static FakeHost HostWith(string file) => new() { Files = new() { ["/d/x.json"] = Encoding.UTF8.GetBytes(file) } };

    private static ImmutableArray<string> Notes(FakeHost host) => RuleRun.Read(Rule, host).Notes;

    private static bool IsAdded(string when, string document)
    {
        var host = new FakeHost
        {
            Files = new() { ["/d/x.json"] = Encoding.UTF8.GetBytes($$$"""{"version":"1.0.0","hook":{"path":"/a"},"when":{{{when}}},"stages":["prestart"]}""") },
        };
        return RuleRun.On("""{"type":"hooks-dir","directories":["/d"]}""", document, host).Contains("prestart", StringComparison.Ordinal);
    }
}

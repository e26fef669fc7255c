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
    [InlineData("""{"hook":"/a","cmds":["("],"stage":["prestart"]}""", "/d/x.json:1:22: invalid regular expression \"(\": unmatched \"(\"")]
    [InlineData("""{"hook":"/a","stage":["prestart"],"stages":["prestart"]}""", "/d/x.json:1:22: a file must not have both \"stages\" and \"stage\"")]
    [InlineData("""{"hook":"/a","cmd":["a"],"cmds":["a"],"stage":[]}""", "/d/x.json:1:20: a file must not have both \"cmds\" and \"cmd\"")]
    [InlineData("""{"hook":"/a","annotation":["a"],"annotations":["a"],"stage":[]}""", "/d/x.json:1:27: a file must not have both \"annotations\" and \"annotation\"")]
    [InlineData("""{"hook":"/a","stage":["start"]}""", "/d/x.json:1:22: unknown stage \"start\"")]
    [InlineData("""{"cmds":["a"],"stage":["prestart"]}""", "/d/x.json:1:1: missing member \"hook\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"Always":true},"stages":[]}""", "/d/x.json:1:49: unknown member \"Always\", did you mean \"always\"?")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a","Args":[]},"when":{"always":true},"stages":[]}""", "/d/x.json:1:40: unknown member \"Args\", did you mean \"args\"?")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"When":{"always":true},"stages":[]}""", "/d/x.json:1:41: unknown member \"When\", did you mean \"when\"?")]
    [InlineData("""{"hook":"/a","cmds":["a"]}""", "/d/x.json:1:1: missing member \"stages\"")]
    [InlineData("""{"hook":"/a","cmds":["a"],"stages":null}""", "/d/x.json:1:1: missing member \"stages\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"commands":["("]},"stages":[]}""", "/d/x.json:1:61: invalid regular expression \"(\": unmatched \"(\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"commands":["a",")"]},"stages":[]}""", "/d/x.json:1:65: invalid regular expression \")\": unmatched \")\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"annotations":{"(":"a"}},"stages":[]}""", "/d/x.json:1:64: invalid regular expression \"(\": unmatched \"(\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"annotations":{"a":"("}},"stages":[]}""", "/d/x.json:1:64: invalid regular expression \"(\": unmatched \"(\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"commands":["\\d","\\pL"]},"stages":[]}""", "/d/x.json:1:67: cannot use the regular expression \"\\pL\": \\pL is not supported")]
    [InlineData("""{"hook":"/a","annotations":["(?i)a","é"],"stage":["prestart"]}""", "/d/x.json:1:28: cannot use the regular expression \"(?i)a|é\": (?i) with a character beyond ASCII is not supported")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true},"stages":["prestart","one","two"]}""", "/d/x.json:1:73: unknown stage \"one\"")]
    [InlineData("""{"hook":{"path":"/a"},"when":{"always":true},"stages":[]}""", "/d/x.json:1:1: missing member \"version\"")]
    [InlineData("""{"version":"1.0.0","when":{"always":true},"stages":[]}""", "/d/x.json:1:1: missing member \"hook\"")]
    [InlineData("[]", "/d/x.json:1:1: a hook definition must be a JSON object")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true},"stages":["preStart"]}""", "/d/x.json:1:73: unknown stage \"preStart\", did you mean \"prestart\"?")]
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

    /// <summary>For Podman and CRI-O a condition that is false is not the opposite of one that is true.</summary>
    [Theory]
    [InlineData("""{"hook":"/a","stages":["prestart"]}""", "it has no condition: cmds, annotations or hasbindmounts")]
    [InlineData("""{"hook":"/a","cmds":[],"stages":["prestart"]}""", "it has no condition: cmds, annotations or hasbindmounts")]
    [InlineData("""{"hook":"/a","hasbindmounts":false,"stages":["prestart"]}""", "\"hasbindmounts\": false never holds, and it has no other condition")]
    [InlineData("""{"hook":"/a","cmds":["x"],"stages":[]}""", "it has no stage")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true},"stages":[]}""", "it has no stage")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true}}""", "it has no stage")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true},"stages":null}""", "it has no stage")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":null,"stages":["prestart"]}""", "it has no condition, such as \"always\": true in \"when\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":null,"commands":null,"annotations":null,"hasBindMounts":null},"stages":["prestart"]}""", "it has no condition, such as \"always\": true in \"when\"")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":false,"commands":["."]},"stages":["prestart"]}""", "\"always\": false never holds")]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a"},"when":{"always":true,"hasBindMounts":false},"stages":["prestart"]}""", "\"hasBindMounts\": false never holds")]
    public void So_is_a_condition_that_never_holds(string file, string cause)
    {
        var host = HostWith(file);

        RuleRun.On(Rule, Container, host).Should().Be(Container);
        Notes(host).Should().EndWith($"/d/x.json: the hook is never added: {cause}").And.HaveCount(file.Contains("version", StringComparison.Ordinal) ? 1 : 2);
    }

    [Fact]
    public void One_condition_of_the_first_format_may_be_false() => Notes(HostWith("""{"hook":"/a","hasbindmounts":false,"cmds":["x"],"stages":["prestart"]}""")).Should().Equal($"/d/x.json:1:1: {FirstFormat}");

    [Theory]
    [InlineData("\"hook\":\"/a\",\"cmds\":[\"/sh$\"]", true)]
    [InlineData("\"hook\":\"/a\",\"cmds\":[\"^sh$\"]", false)]
    [InlineData("\"hook\":\"/a\",\"cmd\":[\"x\",\"/sh$\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotations\":[\"^w\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotation\":[\"^v$\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotations\":[\"^k$\"]", false)]
    [InlineData("\"hook\":\"/a\",\"annotations\":[\"(?i)none\",\"^V$\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotations\":[\"none\",\"^V$\"]", false)]
    [InlineData("\"hook\":\"/a\",\"annotations\":[]", true)]
    [InlineData("\"hook\":\"/a\",\"annotation\":[],\"cmds\":[\"none\"]", true)]
    [InlineData("\"hook\":\"/a\",\"annotations\":null,\"cmds\":[\"none\"]", false)]
    [InlineData("\"hook\":\"/a\",\"annotations\":null,\"annotation\":[\"^none$\",\"^v$\"]", true)]
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
            Notes(host).Should().Contain($"/d/x.json:1:1: {FirstFormat}").And.HaveCount(members.Contains("other", StringComparison.Ordinal) || members.EndsWith("false", StringComparison.Ordinal) ? 2 : 1);
        }
    }

    [Theory]
    [InlineData("""{"version":"1.0.0","hook":{"path":"/a","args":null,"tmeout":1},"when":{"always":true,"or":true},"stages":["prestart"],"comment":"x"}""",
        "/d/x.json:1:119: the unknown member \"comment\" is ignored, as in Podman", "/d/x.json:1:86: the unknown member \"or\" is ignored, as in Podman",
        "/d/x.json:1:52: the unknown member \"tmeout\" is ignored, as in Podman, did you mean \"timeout\"?")]
    [InlineData("""{"hook":"/a","cmds":["/sh$"],"stage":["prestart"],"comment":"x"}""", "/d/x.json:1:51: the unknown member \"comment\" is ignored, as in Podman", $"/d/x.json:1:1: {FirstFormat}")]
    public void Members_that_are_not_known_are_passed_over_and_that_is_said(string file, params string[] notes)
    {
        var host = HostWith(file);

        RuleRun.On(Rule, Container, host).Should().Contain("\"prestart\":[{\"path\":\"/a\",\"env\":");
        Notes(host).Should().Equal(notes);
    }

    /// <summary>As in containers/common, pkg/hooks: only commands need arguments, and a container without a process is not asked for its command.</summary>
    [Theory]
    [InlineData("\"when\":{\"commands\":[\".*\"]}", """{"process":{"args":[]}}""", null)]
    [InlineData("\"when\":{\"commands\":[\".*\"]}", """{"process":{}}""", null)]
    [InlineData("\"when\":{\"commands\":[\".*\"],\"always\":true}", """{"process":{"args":null}}""", null)]
    [InlineData("\"when\":{\"commands\":[\".*\"],\"always\":false}", """{"process":{"args":[]}}""", false)]
    [InlineData("\"when\":{\"commands\":[\".*\"],\"annotations\":{\"a\":\"b\"}}", """{"process":{"args":[]}}""", false)]
    [InlineData("\"when\":{\"commands\":[],\"always\":true}", """{"process":{"args":[]}}""", true)]
    [InlineData("\"when\":{\"always\":true}", """{"process":{"args":[]}}""", true)]
    [InlineData("\"when\":{\"commands\":[\"x\"],\"always\":true}", "{}", true)]
    [InlineData("\"when\":{\"commands\":[\"x\"],\"annotations\":{\"a\":\"b\"}}", """{"annotations":{"a":"b"}}""", true)]
    [InlineData("\"when\":{\"commands\":[\"x\"],\"hasBindMounts\":true}", "{}", false)]
    [InlineData("\"when\":{\"commands\":[\"x\"]}", """{"process":null}""", false)]
    [InlineData("\"when\":{\"commands\":[\".*\"]}", """{"process":{"args":[""]}}""", true)]
    public void A_command_is_asked_of_the_first_argument_and_there_must_be_one(string when, string document, bool? holds) =>
        ShouldHold($$"""{"version":"1.0.0","hook":{"path":"/a"},{{when}},"stages":["prestart"]}""", document, holds);

    [Theory]
    [InlineData("\"cmds\":[\".*\"]", """{"process":{"args":[]}}""", null)]
    [InlineData("\"cmds\":[\".*\"],\"hasbindmounts\":true", """{"process":{"args":[]},"mounts":[{"destination":"/x","type":"bind","source":"/y"}]}""", true)]
    [InlineData("\"cmds\":[\".*\"],\"annotations\":[\"b\"]", """{"process":{"args":[]},"annotations":{"a":"b"}}""", true)]
    [InlineData("\"cmds\":[\".*\"]", "{}", false)]
    [InlineData("\"annotations\":[\"x\"]", """{"process":{"args":[]}}""", false)]
    public void So_it_is_in_the_first_format_unless_something_else_holds(string members, string document, bool? holds) =>
        ShouldHold($$"""{"hook":"/a",{{members}},"stage":["prestart"]}""", document, holds);

    [Fact]
    public void Of_the_first_format_the_program_is_its_own_first_argument() =>
        RuleRun.On(Rule, Container, HostWith("""{"hook":"/a","arguments":["--quiet"],"cmds":[".*"],"stage":["poststop"]}"""))
            .Should().Contain("\"poststop\":[{\"path\":\"/a\",\"args\":[\"/a\",\"--quiet\"],\"env\":[");

    [Fact]
    public void A_hook_of_the_first_format_without_a_condition_is_never_added()
    {
        var host = HostWith("""{"hook":"/a","stage":["prestart"]}""");

        RuleRun.On(Rule, Container, host).Should().Be(Container);
        Notes(host).Should().HaveCount(2);
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

    /// <summary>It does not mask a file of its name in an earlier directory either, as in containers/common (pkg/hooks/read.go).</summary>
    [Fact]
    public void A_dangling_symlink_is_passed_over_and_that_is_said()
    {
        var host = new FakeHost
        {
            Files = new() { ["/one/a.json"] = Encoding.UTF8.GetBytes($$"""{{{Always}},"stages":["prestart"]}""") },
            DanglingLinks = { "/two/a.json", "/two/b.json" },
        };
        const string rule = """{"type":"hooks-dir","directories":["/one","/two"]}""";

        RuleRun.On(rule, "{}", host).Should().Be("""{"hooks":{"prestart":[{"path":"/a","env":[]}]}}""");
        RuleRun.Read(rule, host).Notes.Should().Equal("/two/a.json is ignored, as in Podman: it is a dangling symlink", "/two/b.json is ignored, as in Podman: it is a dangling symlink");
    }

    [Fact]
    public void A_link_that_leads_to_a_program_is_said()
    {
        var host = HostWith("""{"version":"1.0.0","hook":{"path":"/usr/bin/hook"},"when":{"always":true},"stages":["createContainer","precreate"]}""");
        host.Links["/usr/bin/hook"] = "/opt/hook-2/hook";
        Notes(host).Should().Equal("the symbolic link /usr/bin/hook is followed: the program is /opt/hook-2/hook");
        host.Files["/d/x.json"] = Encoding.UTF8.GetBytes("""{"version":"1.0.0","hook":{"path":"/usr/bin/hook"},"when":{"always":true},"stages":["createContainer"]}""");
        Notes(host).Should().BeEmpty("its path is in the container");
    }

    [Theory]
    [InlineData("""{"always":true,"hasBindMounts":true}""", """{"mounts":[{"destination":"/a","type":"tmpfs"}]}""", false)]
    [InlineData("""{"always":true,"hasBindMounts":true}""", """{"mounts":[{"destination":"/a","source":"/b","options":["rbind"]}]}""", true)]
    [InlineData("""{"hasBindMounts":false}""", "{}", false)]
    [InlineData("""{"always":false}""", "{}", false)]
    [InlineData("""{"always":false,"commands":[".*"]}""", """{"process":{"args":["a"]}}""", false)]
    [InlineData("""{"commands":["^x","^a"]}""", """{"process":{"args":["a"]}}""", true)]
    [InlineData("""{"commands":["^x"]}""", """{"process":{"args":["a","x"]}}""", false)]
    [InlineData("""{"commands":["^/opt/app\\d+$"]}""", """{"process":{"args":["/opt/app7"]}}""", true)]
    [InlineData("""{"annotations":{"^(?:a|b)$":"^\\w+$"}}""", """{"annotations":{"b":"x_1"}}""", true)]
    [InlineData("""{"commands":[".*"]}""", "{}", false)]
    [InlineData("""{"annotations":{"^a$":"1","^b$":"2"}}""", """{"annotations":{"a":"1","b":"2"}}""", true)]
    [InlineData("""{"annotations":{"^a$":"1","^b$":"2"}}""", """{"annotations":{"a":"1","b":"1"}}""", false)]
    [InlineData("""{"annotations":{"a":"1"}}""", "{}", false)]
    public void All_conditions_of_a_file_must_hold(string when, string document, bool holds) => IsAdded(when, document).Should().Be(holds);

    private const string FirstFormat = "the file has the first format, 0.1.0, which is read as in Podman: want \"version\": \"1.0.0\"";

    private const string Rule = """{"type":"hooks-dir","directories":["/d"]}""";

    private const string Container = """{"process":{"args":["/bin/sh","-c"]},"annotations":{"k":"v","other":"world"},"mounts":[{"destination":"/x","type":"bind","source":"/y"}]}""";

    private static FakeHost HostWith(string file) => new() { Files = new() { ["/d/x.json"] = Encoding.UTF8.GetBytes(file) } };

    private static ImmutableArray<string> Notes(FakeHost host) => RuleRun.Read(Rule, host).Notes;

    // Null for a refusal.
    private static void ShouldHold(string file, string document, bool? holds)
    {
        var apply = () => RuleRun.On(Rule, document, HostWith(file)).Contains("prestart", StringComparison.Ordinal);
        if (holds is { } expected)
        {
            apply().Should().Be(expected);
        }
        else
        {
            apply.Should().Throw<InterceptorException>().WithMessage("*: /d/x.json: the file has a condition on the process's command, but the process has no arguments");
        }
    }

    private static bool IsAdded(string when, string document)
    {
        var host = new FakeHost
        {
            Files = new() { ["/d/x.json"] = Encoding.UTF8.GetBytes($$$"""{"version":"1.0.0","hook":{"path":"/a"},"when":{{{when}}},"stages":["prestart"]}""") },
        };
        return RuleRun.On("""{"type":"hooks-dir","directories":["/d"]}""", document, host).Contains("prestart", StringComparison.Ordinal);
    }
}

using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;
using OciInterceptor.Tests.Rules.Hooks;

namespace OciInterceptor.Tests.Rules;

public sealed class HooksRuleTests
{
    [Theory]
    [InlineData("[]", "trustedDirectories must not be empty")]
    [InlineData("""["/"]""", "\"/\" must be an absolute path of a directory below the root")]
    [InlineData("""["/opt/.."]""", "\"/opt/..\" must be an absolute path of a directory below the root")]
    [InlineData("""["/opt","opt"]""", "\"opt\" must be an absolute path of a directory below the root")]
    public void Directories_that_cannot_be_trusted_are_refused_when_the_policy_is_read(string directories, string error)
    {
        RuleRun.ErrorOf($$"""{"type":"hooks","trustedDirectories":{{directories}}}""").Should().Be(error);
        RuleRun.ErrorOf($$"""{"type":"hooks-dir","trustedDirectories":{{directories}}}""").Should().Be(error);
        RuleRun.ErrorOf($$"""{"type":"filter","path":"/f","trustedDirectories":{{directories}}}""").Should().Be(error);
        RuleRun.ErrorOf($$"""{"type":"cdi","devices":["v.com/c=d"],"trustedDirectories":{{directories}}}""").Should().Be(error);
    }

    [Theory]
    [InlineData("""{"ociVersion":"1.0.2","hooks":{"prestart":[{"path":"/a","env":[]}],"poststop":null}}""", """{"hooks":{"prestart":[{"path":"/a","env":[]}]}}""")]
    [InlineData("""{"hooks":{}}""", "{}")]
    [InlineData("""{"hooks":{"prestart":[{"path":"/a","env":[],"arg":1.0,"timeout":0}]}}""", """{"hooks":{"prestart":[{"path":"/a","env":[],"arg":1.0,"timeout":0}]}}""")]
    [InlineData("""{"hooks":{"poststop":[{"path":"/a","env":["A"],"args":null}],"poststart":[]}}""", """{"hooks":{"poststop":[{"path":"/a","env":["A"],"args":null}]}}""")]
    [InlineData("""{"hooks":{"prestart":[{"path":"/a","env":null}]}}""", """{"hooks":{"prestart":[{"path":"/a","env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}]}}""")]
    public void A_document_that_holds_hooks_is_taken_as_it_is(string file, string expected) =>
        RuleRun.On("""{"type":"hooks","file":"/h.json"}""", "{}", new FakeHost { Files = { ["/h.json"] = Encoding.UTF8.GetBytes(file) } }).Should().Be(expected);

    [Theory]
    [InlineData("[]", "/h.json:1:1: expected an object with \"hooks\"")]
    [InlineData("""{"hooks":{"prestart":{}}}""", "/h.json:1:22: prestart must be a list")]
    [InlineData("""{"hooks":{"prestart":["/a"]}}""", "/h.json:1:23: a hook must be an object")]
    [InlineData("""{"hooks":{"prestart":[{"args":[]}]}}""", "/h.json:1:23: missing member \"path\"")]
    [InlineData("""{"hooks":{"prestart":[{"path":"a"}]}}""", "/h.json:1:31: \"a\" must be an absolute path")]
    [InlineData("""{"hooks":{"prestart":[{"path":"/a","timeout":"1"}]}}""", "/h.json:1:46: \"timeout\" must be a number, not a string")]
    [InlineData("""{"hooks":{"prestart":[{"path":"/a","path":"/b"}]}}""", "/h.json:1:36: the member \"path\" is ambiguous*")]
    [InlineData("""{"hooks":null}""", "/h.json:1:10: hooks must be an object")]
    [InlineData("""{"Hooks":{}}""", "/h.json:1:2: unknown member \"Hooks\", did you mean \"hooks\"?")]
    [InlineData("""{"hooks":{"preStart":[]}}""", "/h.json:1:11: unknown member \"preStart\", did you mean \"prestart\"?")]
    public void A_document_with_wrong_hooks_is_refused(string file, string error) =>
        RuleRun.ErrorOf("""{"type":"hooks","file":"/h.json"}""", new FakeHost { Files = { ["/h.json"] = Encoding.UTF8.GetBytes(file) } }).Should().Match(error);

    /// <summary>As by oci-add-hooks, which says nothing.</summary>
    [Theory]
    [InlineData("""{"hook":{}}""", "/h.json:1:2: the unknown member \"hook\" is ignored, as in oci-add-hooks, did you mean \"hooks\"?", "/h.json:1:1: the file has no \"hooks\", so nothing is added")]
    [InlineData("{}", "/h.json:1:1: the file has no \"hooks\", so nothing is added")]
    [InlineData("""{"ociVersion":"1.0.0","process":{},"hooks":{},"process":{},"linux":{}}""")]
    [InlineData("""{"hooks":{"prestarts":[{"path":"/a"}],"extra":1}}""", "/h.json:1:11: the unknown member \"prestarts\" is ignored, as in oci-add-hooks, did you mean \"prestart\"?",
        "/h.json:1:39: the unknown member \"extra\" is ignored, as in oci-add-hooks")]
    [InlineData("""{"hooks":{},"other":1,"other":2}""", "/h.json:1:13: the unknown member \"other\" is ignored, as in oci-add-hooks", "/h.json:1:23: the unknown member \"other\" is ignored, as in oci-add-hooks")]
    public void What_of_a_document_is_passed_over_is_said(string file, params string[] notes)
    {
        var host = new FakeHost { Files = { ["/h.json"] = Encoding.UTF8.GetBytes(file) } };

        RuleRun.On("""{"type":"hooks","file":"/h.json"}""", "{}", host).Should().Be("{}");
        RuleRun.Read("""{"type":"hooks","file":"/h.json"}""", host).Notes.Should().Equal(notes);
    }

    /// <summary>Not of a directory of programs, such as /bin, and not in the container.</summary>
    [Theory]
    [InlineData("createRuntime", "/bin/sh", "the symbolic link /bin/sh is followed: the program is /usr/bin/dash")]
    [InlineData("createRuntime", "/bin/ls")]
    [InlineData("createContainer", "/bin/sh")]
    [InlineData("createRuntime", "/elsewhere/sh")]
    [InlineData("createRuntime", "/opt/loop")]
    public void A_link_that_leads_to_a_program_is_said(string stage, string path, params string[] notes)
    {
        var host = new FakeHost { Links = { ["/bin"] = "/usr/bin", ["/bin/sh"] = "/usr/bin/dash", ["/bin/ls"] = "/usr/bin/ls", ["/elsewhere/sh"] = "/usr/bin/dash" }, Unreachable = { "/opt/loop" } };

        RuleRun.Read($$$"""{"type":"hooks","add":{"{{{stage}}}":[{"path":"{{{path}}}"},{"path":"{{{path}}}","args":["x"]}]}}""", host).Notes.Should().Equal(notes);
        if (stage == "createRuntime")
        {
            RuleRun.Read($$"""{"type":"filter","path":"{{path}}"}""", host).Notes.Should().Equal(notes);
        }
    }

    [Fact]
    public void A_stage_that_is_none_is_refused() =>
        RuleRun.ErrorOf("""{"type":"hooks","add":{"preStart":[]}}""").Should().Be("unknown member \"preStart\", did you mean \"prestart\"?");

    [Theory]
    [MemberData(nameof(CheckedStages.Rows), MemberType = typeof(CheckedStages))]
    public void What_an_added_hook_of_the_host_runs_is_checked(string stage, string path, string? cause)
    {
        Refusal($$$"""{"type":"hooks","add":{"{{{stage}}}":[{"path":"{{{path}}}"}]}}""", "{}").Should().Be(cause is null ? null : $"policy.json:1:11: cannot apply the rule \"hooks\" (hooks): {cause}");
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
        Refusal("""{"type":"hooks","verifyAll":true}""", document).Should().Be(cause is null ? null : $"policy.json:1:11: cannot apply the rule \"hooks\" (hooks): {cause}");
        Refusal("""{"type":"hooks-dir","verifyAll":true}""", document).Should().Be(cause is null ? null : $"policy.json:1:11: cannot apply the rule \"hooks-dir\" (hooks-dir): {cause}");
    }

    [Theory]
    [InlineData("before", "{'path':'/n','env':[]},{'path':'/m','env':[]},{'path':'/e'}")]
    [InlineData("after", "{'path':'/e'},{'path':'/n','env':[]},{'path':'/m','env':[]}")]
    public void Added_hooks_keep_their_order_on_the_side_that_is_asked_for(string position, string after) =>
        RuleRun.On($"{{'type':'hooks','position':'{position}','add':{{'prestart':[{{'path':'/n','env':[]}},{{'path':'/m','env':[]}}]}}}}", "{'hooks':{'prestart':[{'path':'/e'}]}}")
            .Should().Be($"{{'hooks':{{'prestart':[{after}]}}}}");

    [Theory]
    [InlineData("/bin/*", "{'prestart':[{'path':'/bin/a'},{'path':'/sbin/a'}],'poststop':[{'path':'/bin/b'}]}", "{'prestart':[{'path':'/sbin/a'}],'poststop':[]}")]
    [InlineData("/none", "{'prestart':[{'path':'/bin/a'}],'poststop':null}", "{'prestart':[{'path':'/bin/a'}],'poststop':null}")]
    [InlineData("**", "{'prestart':[{'args':['x']}],'createRuntime':[{'path':'/a'}],'createContainer':[{'path':'/a'}],'startContainer':[{'path':'/a'}],'poststart':[{'path':'/a'}]}",
        "{'prestart':[{'args':['x']}],'createRuntime':[],'createContainer':[],'startContainer':[],'poststart':[]}")]
    public void Hooks_are_removed_from_every_stage_by_their_program(string pattern, string before, string after) =>
        RuleRun.On($"{{'type':'hooks','remove':['{pattern}']}}", $"{{'hooks':{before}}}").Should().Be($"{{'hooks':{after}}}");

    [Fact]
    public void A_hook_that_is_removed_and_added_stays_in_its_stage_alone() =>
        RuleRun.On("{'type':'hooks','remove':['/h'],'add':{'poststop':[{'path':'/h','env':[]}]}}",
            "{'hooks':{'prestart':[{'path':'/h','env':[]}],'poststop':[{'path':'/h','env':['A=1']},{'path':'/h','env':[]}]}}")
            .Should().Be("{'hooks':{'prestart':[],'poststop':[{'path':'/h','env':[]}]}}");

    [Fact]
    public void One_of_several_added_hooks_that_is_there_is_not_removed() =>
        RuleRun.On("{'type':'hooks','remove':['/h'],'add':{'poststop':[{'path':'/g','env':[]},{'path':'/h','env':[]}]}}", "{'hooks':{'poststop':[{'path':'/h','env':[],'x':1}]}}")
            .Should().Be("{'hooks':{'poststop':[{'path':'/g','env':[]},{'path':'/h','env':[],'x':1}]}}");

    [Fact]
    public void Hooks_of_the_policy_come_before_those_of_its_file_in_each_stage()
    {
        var host = new FakeHost { Files = { ["/h.json"] = Encoding.UTF8.GetBytes("""{"hooks":{"poststop":[{"path":"/f","env":[]}],"prestart":[{"path":"/f","env":[]}],"poststart":[]}}""") } };
        RuleRun.On("{'type':'hooks','file':'/h.json','add':{'prestart':[{'path':'/p','env':[]}],'startContainer':[{'path':'/p','env':[]}]}}", "{}", host).Should()
            .Be("{'hooks':{'prestart':[{'path':'/p','env':[]},{'path':'/f','env':[]}],'startContainer':[{'path':'/p','env':[]}],'poststop':[{'path':'/f','env':[]}]}}");
    }

    [Theory]
    [InlineData("'add':{'prestart':[{'path':'/h'}]}", true)]
    [InlineData("'remove':['/h']", true)]
    [InlineData("'verifyAll':true", false)]
    public void Grants_what_it_adds_or_removes(string members, bool grants) => RuleRun.Read($"{{'type':'hooks',{members}}}").Grants.Should().Be(grants);

    private static string? Refusal(string rule, string document, FakeHost? host = null)
    {
        try
        {
            RuleRun.On(rule, document, host ?? new FakeHost { RefusedPrograms = new() { ["/bad"] = "it is a symbolic link" } });
            return null;
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }
}

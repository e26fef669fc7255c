using OciInterceptor.Rules.Hooks;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Rules.Hooks;

public sealed class AddedHookTests
{
    [Theory]
    [InlineData("{'path':'/n','env':[]}", true)]
    [InlineData("{'env':[],'path':'/n','x':1}", true)]
    [InlineData("{'path':'/n','env':['A=1']}", false)]
    [InlineData("{'path':'/n'}", false)]
    [InlineData("{'path':'/n','env':[],'args':[]}", false)]
    [InlineData("{'path':'/n','env':[],'timeout':1}", false)]
    [InlineData("{'path':'/m','env':[]}", false)]
    public void A_hook_is_there_that_does_the_same(string hook, bool isThere) =>
        RuleRun.On("{'type':'hooks','add':{'prestart':[{'path':'/n','env':[]}]}}", $"{{'hooks':{{'prestart':[{hook}]}}}}")
            .Should().Be($"{{'hooks':{{'prestart':[{(isThere ? "" : "{'path':'/n','env':[]},")}{hook}]}}}}");

    [Theory]
    [InlineData("{'path':'/h','args':['h','x'],'env':['A=1'],'timeout':1}", "{'path':'/h','args':['h','x'],'env':['A=1'],'timeout':1}")]
    [InlineData("{'path':'/h','args':[],'env':[]}", "{'path':'/h','args':[],'env':[]}")]
    [InlineData("{'path':'/h'}", "{'path':'/h','env':['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']}")]
    public void A_hook_is_written_as_the_policy_has_it(string hook, string expected) =>
        RuleRun.On($"{{'type':'hooks','add':{{'poststop':[{hook}]}}}}", "{}").Should().Be($"{{'hooks':{{'poststop':[{expected}]}}}}");

    [Theory]
    [InlineData("'timeout':-1", "timeout must be a number of seconds greater than 0")]
    [InlineData("'env':['=A']", "invalid variable \"=A\": want NAME=VALUE")]
    [InlineData("'env':['A=1','B']", "invalid variable \"B\": want NAME=VALUE")]
    [InlineData("'env':['B','C']", "invalid variable \"B\": want NAME=VALUE")]
    [InlineData("'env':['A=B=','=']", "invalid variable \"=\": want NAME=VALUE")]
    [InlineData("'timeout':1", "")]
    [InlineData("'env':['A=']", "")]
    [InlineData("'timeout':2147483647", "")]
    public void A_hooks_environment_and_timeout_are_checked(string member, string error) =>
        RuleRun.ErrorOf($"{{'type':'hooks','add':{{'prestart':[{{'path':'/h',{member}}}]}}}}").Should().Be(error);

    [Theory]
    [InlineData("""{"path":"a"}""", "\"a\" must be an absolute path")]
    [InlineData("""{"args":["a"]}""", "missing member \"path\"")]
    [InlineData("""{"path":"/a","timeout":0}""", "timeout must be a number of seconds greater than 0")]
    [InlineData("""{"path":"/a","env":["A"]}""", "invalid variable \"A\": want NAME=VALUE")]
    [InlineData("""{"path":"/a","arg":[]}""", "unknown member \"arg\", did you mean \"args\"?")]
    public void A_wrong_hook_is_refused_when_the_policy_is_read(string hook, string error) =>
        RuleRun.ErrorOf($$$"""{"type":"hooks","add":{"prestart":[{{{hook}}}]}}""").Should().Be(error);

    [Theory]
    [InlineData("{'path':'/h'}", "/h", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 30)]
    [InlineData("{'path':'/h','args':[],'env':[]}", "/h", "", 30)]
    [InlineData("{'path':'/h','args':['a','b'],'env':['A=1','B=2'],'timeout':7}", "a b", "A=1 B=2", 7)]
    public void A_hook_that_we_run_ourselves_gets_what_a_runtime_would_give_it(string hook, string args, string env, int seconds)
    {
        var program = AddedHook.Program(new Hook(Sample.Object(hook.Replace('\'', '"'))), ["/opt", "/bin"]);

        program.Path.Should().Be("/h");
        string.Join(' ', program.Args).Should().Be(args);
        string.Join(' ', program.Env).Should().Be(env);
        program.Timeout.Should().Be(new TimeSpan(0, 0, seconds));
        program.TrustedDirectories.Should().Equal("/opt", "/bin");
    }

    /// <summary>Those of config.md, "POSIX-platform Hooks".</summary>
    [Fact]
    public void There_are_six_stages() =>
        AddedHook.Stages.Select(stage => stage.Name).Should().Equal("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop");

    [Fact]
    public void A_hook_has_a_program_and_may_have_more() =>
        AddedHook.Members.Select(member => (member.Name, member.IsRequired)).Should().Equal(("path", true), ("args", false), ("env", false), ("timeout", false));
}

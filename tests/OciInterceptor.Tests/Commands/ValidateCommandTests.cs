using System.Text.Json.Nodes;
using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;

namespace OciInterceptor.Tests.Commands;

public sealed class ValidateCommandTests : IDisposable
{
    private const string Warned = "{'rules':[{'type':'umask','value':'0077'},{'type':'devices','allowAll':true,'when':{'env':{'A':'1'}}}]}";

    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Every_error_of_every_file_has_its_place()
    {
        var one = _run.Write("one.json", "{'rule':[],\n'rules':[{'type':'umask'},{'type':'env','defualt':{}}]}");
        var two = _run.Write("two.json", "{'a':}");

        var answer = _run.Run(new ValidateCommand(), one, two, "/nowhere");

        answer.ExitCode.Should().Be(1);
        answer.Text().Should().Be($"""
            {one}:1:2: error: unknown member "rule", did you mean "rules"?
            {one}:2:10: error: missing member "value"
            {one}:2:41: error: unknown member "defualt", did you mean "default"?
            {two}:1:6: error: not valid JSON: {"want a value, not '}'"}
            error: cannot read /nowhere: No such file or directory

            """);
    }

    [Fact]
    public void What_is_only_tried_out_is_checked_and_an_unknown_profile_is_an_error()
    {
        using var run = new CommandRun { Flags = "--oi-warn-profile flagged" };
        var config = run.WritePolicy("{'audit':{'file':'/a'},'shadow':['own','nope']}");
        var own = run.Write("policies/profiles/own.json", "{'rulse':[]}");
        var flagged = run.Write("policies/profiles/flagged.json", "{'ruels':[]}");

        var answer = run.Run(new ValidateCommand());

        answer.ExitCode.Should().Be(1);
        answer.Text().Should().Contain($"{config}:1:40: error: unknown profile nope").And.Contain($"{own}:1:2: error: ").And.Contain($"{flagged}:1:2: error: ");
    }

    [Theory]
    [InlineData("{'shadow':['ctf']}", "warning: the shadows (ctf) have no effect: the policy has neither an audit trail nor a log\n")]
    [InlineData("{'shadow':['ctf'],'audit':{'file':'/a'}}", "")]
    [InlineData("{'shadow':['ctf'],'log':{'file':'/a'}}", "")]
    [InlineData("{}", "")]
    public void What_nobody_would_see_is_a_warning(string policy, string output)
    {
        _run.WritePolicy(policy);
        _run.Run(new ValidateCommand()).Text().Should().Be(output);
    }

    [Fact]
    public void Warnings_count_only_when_asked_to()
    {
        var file = _run.Write("p.json", Warned);

        _run.Run(new ValidateCommand(), file).Should().BeEquivalentTo(new { ExitCode = 0, Message = (string?)null });
        var strict = _run.Run(new ValidateCommand(), "--strict", file);

        strict.ExitCode.Should().Be(1);
        strict.Text().Should().Be($"{file}:1:84: warning: a rule of type devices may grant something, and the container's author alone decides whether this condition holds\n");
    }

    [Fact]
    public void Without_a_file_the_policy_in_force_is_checked_with_its_profiles()
    {
        using var run = new CommandRun { Flags = "--oi-profile mine" };
        var config = run.WritePolicy("{'profiles':['own','nope']}");
        var directory = run.Write("policies/conf.d/1.json", "{'x':1}");
        var own = run.Write("policies/profiles/own.json", "{'profiles':['own']}");

        run.Run(new ValidateCommand()).Text().Should().Be($"""
            {config}:1:20: error: unknown profile nope
            {directory}:1:2: error: unknown member "x"
            {own}:1:14: error: a profile cannot name profiles
            error: unknown profile mine: found neither {run.Root}/policies/profiles/mine.json nor a built-in one

            """);
    }

    [Fact]
    public void A_policy_in_force_must_be_trusted()
    {
        var config = _run.WritePolicy("{}");
        File.SetUnixFileMode(config, (UnixFileMode)0b110_110_110);

        _run.Run(new ValidateCommand()).Text().Should().Be($"error: cannot trust {config}: it is writable by group or others\n");
        _run.Run(new ValidateCommand(), config).ExitCode.Should().Be(0);
    }

    [Fact]
    public void A_named_file_that_a_call_would_refuse_where_it_is_is_a_warning()
    {
        var file = _run.Write("p.json", "{}");
        using var run = new CommandRun(_run.Root) { Untrusted = { [file] = "it is writable by group or others" } };

        var answer = run.Run(new ValidateCommand(), file);

        answer.ExitCode.Should().Be(0);
        answer.Text().Should().Be($"warning: a call would refuse {file} at this place: it is writable by group or others\n");
        run.Run(new ValidateCommand(), "--strict", file).ExitCode.Should().Be(1);
    }

    [Fact]
    public void What_is_not_read_is_a_warning()
    {
        _run.WritePolicy("{}");
        var file = _run.Write("policies/conf.d/a.yaml", "rules: []");

        var answer = _run.Run(new ValidateCommand());

        answer.ExitCode.Should().Be(0);
        answer.Text().Should().Be($"""
            warning: {_run.Root}/policies/conf.d holds no policy file: want names that end in .json or .jsonc
            warning: {file} is not read: its name does not end in .json or .jsonc

            """);
    }

    [Fact]
    public void A_document_is_checked_against_the_specification()
    {
        var document = _run.Write("config.json", "{'ociVersion':'1.0.2','root':{'path':'r'},\n'process':{'cwd':'x','args':['sh']}}");

        var answer = _run.Run(new ValidateCommand(), "--document", document);

        answer.Should().BeEquivalentTo(new { ExitCode = 1 });
        answer.Text().Should().Be($"{document}:2:18: error: \"cwd\" must be an absolute path [config.md, \"Process\"]\n");
    }

    [Fact]
    public void A_script_gets_the_reference_of_what_is_found_in_a_document()
    {
        var document = _run.Write("config.json", "{'ociVersion':'1.3.0','root':{'path':'r'},'linux':{'memoryPolicy':{'mode':'MPOL_BIND'}}}");

        var json = JsonNode.Parse(_run.Run(new ValidateCommand(), "--output", "json", "--document", document).Text())!.AsArray();

        json.Select(finding => $"{finding!["message"]} / {finding["reference"]}").Should().Equal("MPOL_BIND needs nodes / set_mempolicy(2)");
    }

    [Theory]
    [InlineData("[]", ":1:1: error: want a JSON object")]
    [InlineData("{'a'", ":1:5: error: not valid JSON")]
    public void What_is_no_document_is_an_error(string text, string error)
    {
        var document = _run.Write("config.json", text);

        _run.Run(new ValidateCommand(), "--document", document).Text().Should().StartWith(document + error);
    }

    [Fact]
    public void A_script_gets_the_findings()
    {
        var file = _run.Write("p.json", Warned);

        var json = JsonNode.Parse(_run.Run(new ValidateCommand(), "--output", "json", file, "/nowhere").Text())!.AsArray();

        json.Select(finding => $"{finding!["severity"]} {finding["file"]} {finding["line"]} {finding["column"]}")
            .Should().Equal($"warning {file} 1 84", "error   ");
        json.Should().OnlyContain(finding => !finding!.AsObject().ContainsKey("reference"));
    }
}

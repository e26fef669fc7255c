using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Rules;

namespace OciInterceptor.Tests.Policy;

public sealed class FactTemplateTests
{
    private const string Document = "{'process':{'env':['A=1','TEAM=red']},'hostname':'web-1','annotations':{'team':'red','up':'..','path':'a/b','list':'a,b','option':'-x','long':'LONG','nul':'','line':'a\\nb','text':'any text, at all: $x ${x}'}}";

    [Theory]
    [InlineData("${container.id}", "c1")]
    [InlineData("${host.name}/${container.id}", "machine/c1")]
    [InlineData("${container.hostname}", "web-1")]
    [InlineData("${annotation:team}", "red")]
    [InlineData("${annotation:team|r*}!", "red!")]
    [InlineData("${annotation:text}", "any text, at all: $x ${x}")]
    [InlineData("${annotation:nul}", "")]
    [InlineData("$${container.id}", "${container.id}")]
    [InlineData("$$${container.id}", "$${container.id}")]
    [InlineData("$x $ {} } $", "$x $ {} } $")]
    public void A_variable_may_have_facts_in_its_value(string value, string expected) =>
        RuleRun.On($"{{'type':'env','force':{{'F':'{value}'}}}}", Document)
            .Should().Be(Document.Replace("'TEAM=red'", $"'TEAM=red','F={expected}'", StringComparison.Ordinal));

    [Theory]
    [InlineData("${annotation:team|r*}", "/srv/red")]
    [InlineData("${annotation:team|[a-z]*}", "/srv/red")]
    [InlineData("${container.hostname|*}", "/srv/web-1")]
    [InlineData("${env:TEAM|red}", "/srv/red")]
    [InlineData("${container.id}", "/srv/c1")]
    [InlineData("${host.name}/x", "/srv/machine/x")]
    public void A_path_may_have_facts_in_it(string part, string source) =>
        RuleRun.On($"{{'type':'mounts','add':[{{'destination':'/d','source':'/srv/{part}','options':['bind']}}]}}", Document).Should().Contain($"'source':'{source}'");

    /// <summary>Whatever the pattern says, an author's text leads nowhere else and adds no option.</summary>
    [Theory]
    [InlineData("${annotation:up|*}", "annotation:up must be at most 128 letters*")]
    [InlineData("${annotation:path|*}", "annotation:path must be at most 128 letters*")]
    [InlineData("${annotation:list|*}", "annotation:list must be at most 128 letters*")]
    [InlineData("${annotation:option|*}", "annotation:option must be at most 128 letters*")]
    [InlineData("${annotation:long|*}", "annotation:long must be at most 128 letters*")]
    [InlineData("${annotation:nul|*}", "annotation:nul must be at most 128 letters*")]
    [InlineData("${annotation:line|*}", "annotation:line must be at most 128 letters*")]
    [InlineData("${annotation:team|b*}", "annotation:team does not match b?")]
    [InlineData("${annotation:none|*}", "the container has no annotation:none")]
    [InlineData("${docker.label:team|*}", "the container \"c1\" is not one of Docker's*")]
    public void A_value_that_is_not_a_plain_word_of_the_pattern_refuses(string part, string message)
    {
        var document = Document.Replace("LONG", new string('a', 129), StringComparison.Ordinal);

        foreach (var mount in new[] { $"'source':'/srv/{part}','options':['bind']", $"'type':'tmpfs','options':['mode={part}']" })
        {
            FluentActions.Invoking(() => RuleRun.On($"{{'type':'mounts','add':[{{'destination':'/d',{mount}}}]}}", document))
                .Should().Throw<InterceptorException>().WithMessage("*cannot apply the rule \"mounts\" (mounts): *" + message);
        }
    }

    /// <summary>What a whole path exposes is judged with the container's own value.</summary>
    [Fact]
    public void A_path_is_checked_as_it_is_for_the_container()
    {
        const string rule = "{'type':'mounts','add':[{'destination':'/d','source':'/var/lib/${annotation:team|*}','options':['bind']}]}";

        RuleRun.On(rule, "{'annotations':{'team':'red'}}").Should().Contain("/var/lib/red");
        FluentActions.Invoking(() => RuleRun.On(rule, "{'annotations':{'team':'docker'}}")).Should().Throw<InterceptorException>()
            .WithMessage("*/var/lib/docker exposes the host's /var/lib/docker*");
    }

    [Theory]
    [InlineData("'type':'env','force':{'A':'${HOME}'}", "unknown fact \"HOME\"; write $${ for a \"${\" that is meant literally")]
    [InlineData("'type':'env','force':{'A':'${container.ids}'}", "unknown fact \"container.ids\", did you mean \"container.id\"?; write $${ for a \"${\" that is meant literally")]
    [InlineData("'type':'env','force':{'A':'${container.id'}", "a fact without its end: ${container.id")]
    [InlineData("'type':'env','force':{'A':'${annotation}'}", "the fact annotation needs a name: ${annotation:NAME}")]
    [InlineData("'type':'env','force':{'A':'${annotation:}'}", "the fact annotation needs a name: ${annotation:NAME}")]
    [InlineData("'type':'env','force':{'A':'${container.id:x}'}", "the fact container.id takes no name")]
    [InlineData("'type':'env','force':{'A':'${container.id|}'}", "the fact container.id has an empty pattern")]
    [InlineData("'type':'env','force':{'A':'${env:B}'}", "a rule of type env cannot take env:B: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'a':'${annotation:b|*}'}", "a rule of type annotations cannot take annotation:b: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'io.kubernetes.pod.name':'${pod.name|*}x'}", "a rule of type annotations cannot take pod.name: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'a':'${pod.namespace|*}'}", "a rule of type annotations cannot take pod.namespace: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'a':'${pod.uid|*}'}", "a rule of type annotations cannot take pod.uid: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'a':'${container.name|*}'}", "a rule of type annotations cannot take container.name: its result would change with each application")]
    [InlineData("'type':'annotations','set':{'a':'${container.image|*}'}", "a rule of type annotations cannot take container.image: its result would change with each application")]
    [InlineData("'type':'env','force':{'A':'${container.id|[}]}'}", "the fact container.id has an unclosed \"[\" in its pattern \"[\": write \\[ for a literal one; a pattern cannot hold \"}\"")]
    [InlineData("'type':'env','force':{'A':'${annotation:team|x[!]}'}", "the fact annotation:team has an unclosed \"[\" in its pattern \"x[!]\": write \\[ for a literal one; a pattern cannot hold \"}\"")]
    [InlineData("'type':'mounts','add':[{'destination':'/m/${annotation:a|*}','type':'tmpfs'},{'destination':'/m/${annotation:a|*}','type':'tmpfs'}]", "two mounts for /m/${annotation:a|*}")]
    [InlineData("'type':'annotations','set':{'a':'${env:B}'}", "env:B is not the operator's: it needs a pattern here, such as ${env:B|[a-z]*}")]
    [InlineData("'type':'mounts','add':[{'destination':'/d','type':'${docker.name}'}]", "docker.name is not the operator's: it needs a pattern here, such as ${docker.name|[a-z]*}")]
    [InlineData("'type':'mounts','add':[{'destination':'/d','source':'${container.hostname|*}','options':['bind']}]", "\"${container.hostname|*}\" must be an absolute path")]
    public void A_fact_that_cannot_be_meant_is_an_error_when_the_policy_is_read(string rule, string error) =>
        RuleRun.ErrorOf($"{{{rule}}}").Should().Be(error);

    [Theory]
    [InlineData("${annotation:a|*}", "${annotation:b|*}")]
    [InlineData("${annotation:a|*}", "${env:a|*}")]
    [InlineData("${container.id}", "${host.name}")]
    public void Two_facts_are_two_values_when_the_policy_is_read(string one, string other) =>
        RuleRun.ErrorOf($"{{'type':'mounts','add':[{{'destination':'/m/{one}','type':'tmpfs'}},{{'destination':'/m/{other}','type':'tmpfs'}}]}}").Should().BeEmpty();

    [Theory]
    [InlineData("[]]*")]
    [InlineData("[!]]*")]
    [InlineData("\\\\[*")]
    [InlineData("[\\\\]*")]
    public void A_set_that_is_closed_or_a_bracket_that_is_meant_literally_is_a_pattern(string pattern) =>
        RuleRun.ErrorOf($"{{'type':'env','force':{{'A':'${{container.id|{pattern}}}'}}}}").Should().BeEmpty();

    // No author chooses a file that is read, a program that runs, or a name of a variable.
    [Theory]
    [InlineData("{'type':'seccomp','profile':'/etc/${annotation:a|*}.json'}", "*cannot read /etc/${annotation:a|?}.json*")]
    [InlineData("{'type':'hooks','add':{'prestart':[{'path':'/usr/bin/${annotation:a|*}'}]}}", "")]
    [InlineData("{'type':'env','force':{'${container.id}':'x'}}", "")]
    public void Elsewhere_the_text_is_as_it_is_written(string rule, string error) => (RuleRun.ErrorOf(rule) + "!").Should().Match(error + "!");

    [Fact]
    public void An_exec_has_the_facts_of_the_call_and_those_of_the_configuration_leave_it_alone()
    {
        RuleRun.OnExec("{'type':'env','force':{'A':'${container.id}'}}", "{'env':[]}").Should().Be("{'env':['A=c1']}");
        RuleRun.OnExec("{'type':'env','force':{'A':'${container.hostname}'}}", "{'env':[]}").Should().Be("{'env':[]}");
    }

    [Fact]
    public void A_rule_that_lacks_a_fact_may_be_skipped()
    {
        var file = PolicyFileReader.Read("p.json", Encoding.UTF8.GetBytes("""{"rules":[{"type":"env","onError":"skip","default":{"T":"${annotation:team}"}}]}"""), new FakeHost());

        new EffectivePolicy(file.Settings, file.Rules).Apply(new OciInterceptor.Spec.RuntimeSpec(Sample.Object("{}")), "create", "c1", new FakeHost())
            .Decisions.Single().Should().BeEquivalentTo(new { Outcome = Outcome.Skipped, Reason = "the container has no annotation:team" });
    }
}

using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Rules.Paths;

/// <summary>What holds for both rules that change a list of paths.</summary>
public abstract class PathListTests(string type, string member)
{
    [Fact]
    public void A_path_that_is_both_removed_and_added_stays()
    {
        RuleRun.On($$"""{"type":"{{type}}","add":["/proc/keys"],"remove":["/proc/**"]}""", $$$"""{"linux":{"{{{member}}}":["/proc/kcore","/proc/keys"]}}""")
            .Should().Be($$$"""{"linux":{"{{{member}}}":["/proc/keys"]}}""");
    }

    [Fact]
    public void A_list_that_loses_all_its_paths_is_empty()
    {
        RuleRun.On($$"""{"type":"{{type}}","remove":["**"]}""", $$$"""{"linux":{"{{{member}}}":["/proc/kcore","/proc/keys"]}}""")
            .Should().Be($$$"""{"linux":{"{{{member}}}":[]}}""");
    }

    [Fact]
    public void Removing_leaves_null_and_missing_as_they_are()
    {
        var rule = $$"""{"type":"{{type}}","remove":["**"]}""";

        RuleRun.On(rule, $$$"""{"linux":{"{{{member}}}":null}}""").Should().Be($$$"""{"linux":{"{{{member}}}":null}}""");
        RuleRun.On(rule, "{}").Should().Be("{}");
    }

    [Fact]
    public void A_wrong_path_is_refused_when_the_policy_is_read()
    {
        RuleRun.ErrorOf($$"""{"type":"{{type}}","add":["proc"]}""").Should().EndWith("\"proc\" must be an absolute path");
        RuleRun.ErrorOf($$"""{"type":"{{type}}","add":["/"]}""").Should().EndWith("\"/\" must be below the container's root");
        RuleRun.ErrorOf($$"""{"type":"{{type}}","remove":"/x"}""").Should().EndWith("remove must be a list");
    }

    [Theory]
    [InlineData("'add':['/a/b']", "'/a//b/'", "'/a//b/'")]
    [InlineData("'add':['/a/b']", "'/a/bc','/a'", "'/a/bc','/a','/a/b'")]
    [InlineData("'add':['/b','/a','/b/.']", "'/x'", "'/x','/b','/a'")]
    [InlineData("'add':['/x','/y']", "'/x'", "'/x','/y'")]
    [InlineData("'remove':['/a/*']", "'/a//b/','/a','/a/b/c'", "'/a','/a/b/c'")]
    [InlineData("'remove':['/a','/c']", "'/a','/b','/c'", "'/b'")]
    [InlineData("'remove':['/a'],'add':['/a']", "'/a/','/b'", "'/a/','/b'")]
    [InlineData("'remove':['/a'],'add':['/c']", "'/a','/b'", "'/b','/c'")]
    public void Paths_are_compared_as_runtimes_read_them_and_added_once(string members, string before, string after) =>
        RuleRun.On($"{{'type':'{type}',{members}}}", $"{{'linux':{{'namespaces':[{{'type':'mount'}}],'{member}':[{before}]}}}}")
            .Should().Be($"{{'linux':{{'namespaces':[{{'type':'mount'}}],'{member}':[{after}]}}}}");

    [Theory]
    [InlineData("[{'type':'mount'}]", true)]
    [InlineData("[{'type':'pid'},{'type':'mount','path':'/x'}]", true)]
    [InlineData("[{'type':'pid'}]", false)]
    [InlineData("[]", false)]
    [InlineData("null", false)]
    public void Paths_are_added_only_where_the_mounts_are_the_containers_own(string namespaces, bool isApplied)
    {
        var apply = () => RuleRun.On($"{{'type':'{type}','add':['/a','/b']}}", $"{{'linux':{{'namespaces':{namespaces},'{member}':['/a']}}}}");
        if (isApplied)
        {
            apply().Should().Be($"{{'linux':{{'namespaces':{namespaces},'{member}':['/a','/b']}}}}");
        }
        else
        {
            apply.Should().Throw<InterceptorException>().WithMessage("*: cannot add /b: the container has no mount namespace of its own, so the host would change");
            RuleRun.On($"{{'type':'{type}','add':['/a']}}", $"{{'linux':{{'namespaces':{namespaces},'{member}':['/a']}}}}").Should().Contain("'/a'");
        }
    }

    [Theory]
    [InlineData("'remove':['/x']", true)]
    [InlineData("'add':['/x']", false)]
    [InlineData("'remove':[]", false)]
    public void Showing_a_path_grants_something(string members, bool grants) => RuleRun.Read($"{{'type':'{type}',{members}}}").Grants.Should().Be(grants);
}

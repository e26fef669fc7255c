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
}

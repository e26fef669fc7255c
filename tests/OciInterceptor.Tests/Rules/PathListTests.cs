namespace OciInterceptor.Tests.Rules;

public sealed class PathListTests
{
    public static TheoryData<string, string> Types => new() { { "masked-paths", "maskedPaths" }, { "readonly-paths", "readonlyPaths" } };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_path_that_is_both_removed_and_added_stays(string type, string member)
    {
        OneRule.Apply($$"""{"type":"{{type}}","add":["/proc/keys"],"remove":["/proc/**"]}""", $$$"""{"linux":{"{{{member}}}":["/proc/kcore","/proc/keys"]}}""")
            .Should().Be($$$"""{"linux":{"{{{member}}}":["/proc/keys"]}}""");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_list_that_loses_all_its_paths_is_empty(string type, string member)
    {
        OneRule.Apply($$"""{"type":"{{type}}","remove":["**"]}""", $$$"""{"linux":{"{{{member}}}":["/proc/kcore","/proc/keys"]}}""")
            .Should().Be($$$"""{"linux":{"{{{member}}}":[]}}""");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Removing_leaves_null_and_missing_as_they_are(string type, string member)
    {
        var rule = $$"""{"type":"{{type}}","remove":["**"]}""";

        OneRule.Apply(rule, $$$"""{"linux":{"{{{member}}}":null}}""").Should().Be($$$"""{"linux":{"{{{member}}}":null}}""");
        OneRule.Apply(rule, "{}").Should().Be("{}");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_wrong_path_is_refused_when_the_policy_is_read(string type, string _)
    {
        OneRule.Error($$"""{"type":"{{type}}","add":["proc"]}""").Should().EndWith("\"proc\" must be an absolute path");
        OneRule.Error($$"""{"type":"{{type}}","add":["/"]}""").Should().EndWith("\"/\" is the container's root itself");
        OneRule.Error($$"""{"type":"{{type}}","remove":"/x"}""").Should().EndWith("remove must be a list");
    }
}

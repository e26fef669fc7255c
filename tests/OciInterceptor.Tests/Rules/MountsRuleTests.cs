using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

public sealed class MountsRuleTests
{
    [Fact]
    public void A_rule_without_anything_to_do_is_refused() => RuleRun.ErrorOf("{'type':'mounts'}").Should().Be("a rule of type mounts needs add or remove or rootfsPropagation");

    [Fact]
    public void Two_mounts_at_one_place_are_refused() =>
        RuleRun.ErrorOf("{'type':'mounts','add':[{'destination':'/x','type':'tmpfs'},{'destination':'/x/.','type':'tmpfs'}]}").Should().Be("two mounts for /x");

    [Theory]
    [InlineData("/a/b", "/x,/a,/a/b/c,/a/b/d", "/x,/a,/a/b,/a/b/c,/a/b/d")]
    [InlineData("/a/b", "/a/b/c,/a", "/a/b/c,/a,/a/b")]
    [InlineData("/a/b", "/a/bc", "/a/bc,/a/b")]
    [InlineData("/a/b", "", "/a/b")]
    [InlineData("/a/b", "/a/b/", "/a/b")]
    public void A_mount_comes_behind_those_it_lies_in_and_before_those_that_lie_in_it(string added, string before, string after)
    {
        static string Mounts(string destinations) => string.Join(",", destinations.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(destination => $$"""{"destination":"{{destination}}","type":"tmpfs"}"""));

        RuleRun.On($$"""{"type":"mounts","add":[{"destination":"{{added}}","type":"tmpfs"}]}""", $$"""{"mounts":[{{Mounts(before)}}]}""")
            .Should().Be($$"""{"mounts":[{{Mounts(after)}}]}""");
    }

    [Theory]
    [InlineData("/a/b", "/", "/,/a/b")]
    [InlineData("/a/b", "/a/b/c,/x", "/a/b,/a/b/c,/x")]
    [InlineData("/a/b", "/x,/a/b/c,/a/b/d", "/x,/a/b,/a/b/c,/a/b/d")]
    [InlineData("/a/b", "/a,/a/b/c,/a,/a/b/d", "/a,/a/b/c,/a,/a/b,/a/b/d")]
    [InlineData("/a/b", "/a/b/c/", "/a/b,/a/b/c/")]
    [InlineData("/a/b", "/a/./b/c", "/a/b,/a/./b/c")]
    [InlineData("/a", "/ab,/b", "/ab,/b,/a")]
    public void Paths_are_compared_as_runtimes_read_them(string added, string before, string after) =>
        RuleRun.On($"{{'type':'mounts','add':[{{'destination':'{added}','type':'tmpfs'}}]}}", Mounts(before)).Should().Be(Mounts(after));

    [Theory]
    [InlineData("", "{'destination':'/x','type':'ramfs'},{'destination':'/y'},{'destination':'/x/.','type':'sysfs'}", "{'destination':'/y'},{'destination':'/x','type':'tmpfs'}")]
    [InlineData("", "{'destination':'/x','type':'ramfs'},{'destination':'/x','type':'tmpfs'}", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData("", "{'destination':'/x','type':'tmpfs'},{'destination':'/y'}", "{'destination':'/x','type':'tmpfs'},{'destination':'/y'}")]
    [InlineData("", "{'type':'ramfs'}", "{'type':'ramfs'},{'destination':'/x','type':'tmpfs'}")]
    [InlineData("", "", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData(",'ifAbsent':true", "{'destination':'//x','type':'ramfs'}", "{'destination':'//x','type':'ramfs'}")]
    [InlineData(",'ifAbsent':true", "{'destination':'/y','type':'ramfs'}", "{'destination':'/y','type':'ramfs'},{'destination':'/x','type':'tmpfs'}")]
    [InlineData(",'ifAbsent':false", "{'destination':'/x','type':'ramfs'}", "{'destination':'/x','type':'tmpfs'}")]
    public void A_mount_replaces_those_at_its_destination_unless_it_is_for_none(string members, string before, string after) =>
        RuleRun.On($"{{'type':'mounts','add':[{{'destination':'/x','type':'tmpfs'{members}}}]}}", $"{{'mounts':[{before}]}}").Should().Be($"{{'mounts':[{after}]}}");

    [Theory]
    [InlineData("{}", "{'linux':{'rootfsPropagation':'rslave'}}")]
    [InlineData("{'linux':{'rootfsPropagation':'shared'}}", "{'linux':{'rootfsPropagation':'rslave'}}")]
    [InlineData("{'linux':{'rootfsPropagation':'rslave'}}", "{'linux':{'rootfsPropagation':'rslave'}}")]
    public void The_root_mount_has_the_propagation_of_the_policy(string before, string after) =>
        RuleRun.On("{'type':'mounts','rootfsPropagation':'rslave'}", before).Should().Be(after);

    [Fact]
    public void Another_word_is_no_propagation() =>
        RuleRun.ErrorOf("{'type':'mounts','rootfsPropagation':'rslav'}").Should().StartWith("rootfsPropagation must be one of private, rprivate, slave,").And.EndWith("not \"rslav\", did you mean \"rslave\"?");

    [Theory]
    [InlineData("/there", "", "{'destination':'/x','source':'/there','options':['bind']}")]
    [InlineData("/gone", "", "")]
    [InlineData("/gone", "{'destination':'/x','type':'tmpfs'}", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData("/gone", "{'destination':'/y','type':'tmpfs'}", "")]
    [InlineData("/there", "{'destination':'/y','type':'tmpfs'}", "{'destination':'/x','source':'/there','options':['bind']}")]
    public void A_mount_may_depend_on_its_source(string source, string before, string after)
    {
        var host = new FakeHost { Absent = { "/gone" } };

        RuleRun.On($"{{'type':'mounts','add':[{{'destination':'/x','source':'{source}','options':['bind'],'ifSourceExists':true}}],'remove':['/y']}}", $"{{'mounts':[{before}]}}", host)
            .Should().Be($"{{'mounts':[{after}]}}");
    }

    // Only then: a source that is missing is otherwise the runtime's to refuse.
    [Fact]
    public void A_mount_does_not_depend_on_its_source_otherwise() =>
        RuleRun.On("{'type':'mounts','add':[{'destination':'/x','source':'/gone','options':['bind']}]}", "{}", new FakeHost { Absent = { "/gone" } }).Should().Contain("/gone");

    [Fact]
    public void A_source_of_which_nobody_knows_whether_it_exists_refuses() =>
        FluentActions.Invoking(() => RuleRun.On("{'type':'mounts','add':[{'destination':'/x','source':'/circle','options':['bind'],'ifSourceExists':true,'allowSensitive':true}]}", "{}", new FakeHost { Unreachable = { "/circle" } }))
            .Should().Throw<InterceptorException>().WithMessage("*cannot follow /circle*");

    [Theory]
    [InlineData("'type':'tmpfs'")]
    [InlineData("'type':'tmpfs','source':'tmpfs'")]
    public void Whether_a_source_exists_is_asked_of_paths_alone(string mount) =>
        RuleRun.ErrorOf($"{{'type':'mounts','add':[{{'destination':'/x',{mount},'ifSourceExists':true}}]}}").Should().Be("ifSourceExists needs a source that is an absolute path");

    [Theory]
    [InlineData("'/a'", "/a,/a/b,/ab,/b", "/a/b,/ab,/b")]
    [InlineData("'/a/**'", "/a,/a/b,/a/b/c,/b", "/a,/b")]
    [InlineData("'/a/*'", "/a,/a/b,/a/b/c,/b", "/a,/a/b/c,/b")]
    [InlineData("'/a/b','/b'", "/a//b/,/b,/c", "/c")]
    [InlineData("'/none'", "/a", "/a")]
    [InlineData("'**'", "/a,/b", "")]
    public void A_mount_is_removed_by_its_clean_destination(string removed, string before, string after) =>
        RuleRun.On($"{{'type':'mounts','remove':[{removed}]}}", Mounts(before)).Should().Be(Mounts(after));

    [Fact]
    public void A_mount_without_a_destination_is_left_alone() =>
        RuleRun.On("{'type':'mounts','remove':['**']}", "{'mounts':[{'type':'tmpfs'},{'destination':null},{'destination':'/x'}]}")
            .Should().Be("{'mounts':[{'type':'tmpfs'},{'destination':null}]}");

    [Theory]
    [InlineData("", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData(",'ifAbsent':true", "{'destination':'/x','type':'tmpfs'}")]
    public void A_mount_that_is_removed_and_added_is_replaced_even_if_it_is_there(string members, string after) =>
        RuleRun.On($"{{'type':'mounts','remove':['/x','/z'],'add':[{{'destination':'/x','type':'tmpfs'{members}}}]}}", "{'mounts':[{'destination':'/x','type':'ramfs'},{'destination':'/y'},{'destination':'/z'}]}")
            .Should().Be($"{{'mounts':[{after},{{'destination':'/y'}}]}}");

    private static string Mounts(string destinations) =>
        $"{{'mounts':[{string.Join(',', destinations.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(destination => $"{{'destination':'{destination}','type':'tmpfs'}}"))}]}}";

    /// <summary>Of a file system that nobody knows it cannot be told what it exposes.</summary>
    [Fact]
    public void What_it_adds_itself_is_not_judged()
    {
        const string Rule = "{'type':'mounts','add':[{'destination':'/x','type':'unknownfs','source':'x'}],'remove':[{'sources':['/run/engine.sock']}]}";
        const string Document = "{'mounts':[{'destination':'/x','type':'unknownfs','source':'x'}]}";

        RuleRun.On(Rule, "{'mounts':[]}").Should().Be(Document);
        RuleRun.On(Rule, Document).Should().Be(Document);
    }
}

using Manual;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Documentation;

/// <summary>Each type of rule has a page in docs/rules, all of one form, with a table made from the declarations.</summary>
public sealed class RulePageTests
{
    private static readonly string[] _headings = ["Example", "Members", "What it does", "Who controls what", "Limits"];

    private static readonly HashSet<string> _forProcesses = [.. RuleClasses.Of<IProcessRule>().Select(rule => RuleClasses.TypeOf(rule).Name)];

    public static TheoryData<string> Types => [.. RuleTypes.All.Select(type => type.Name)];

    public static TheoryData<string> Tables => [.. RulePages.Names];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_page_has_the_same_headings_as_all_in_the_same_order(string type)
    {
        var page = new MarkdownPage($"rules/{type}.md");
        page.Text.Should().StartWith($"# {type}\n\n");
        page.Sections.Select(section => section.Heading).Should().Equal(_headings);
        page.Sections.Should().NotContain(section => string.IsNullOrWhiteSpace(section.Text));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_page_begins_with_an_example_of_its_type(string type) =>
        MarkdownPage.Policies(Section(type, "Example")).First().Should().Contain($"\"type\": \"{type}\"");

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_of_members_is_the_one_of_the_declarations(string name)
    {
        var page = new MarkdownPage($"rules/{name}.md").Text;
        page.Should().Be(RulePages.Updated(name, page), "this table is made from the declarations; build/rule-pages.sh makes it anew");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_table_names_each_member(string type) =>
        RuleTypes.Find(type)!.Members.Select(member => $"`{member.Name}`").Where(name => !Section(type, "Members").Contains($"| {name} |", StringComparison.Ordinal))
            .Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Types))]
    public void The_limits_say_whether_the_rule_applies_to_an_exec(string type) =>
        Section(type, "Limits").TrimStart().Should().StartWith(_forProcesses.Contains(type) ? "- **Exec.** Applied to `exec --process`" : "- **Exec.** Not applied: ");

    [Fact]
    public void The_index_lists_each_type_once() =>
        new MarkdownPage("rules/README.md").Text.Split('\n').Where(line => line.StartsWith('|') && line.Contains(" | [", StringComparison.Ordinal))
            .Select(line => line.Split(" | [")[1]).Where(cell => !cell.Contains(".md]", StringComparison.Ordinal)).Select(cell => cell.TrimEnd(' ', '|'))
            .Should().BeEquivalentTo(RuleTypes.All.Select(type => $"{type.Name}]({type.Name}.md)"));

    [Fact]
    public void The_index_leads_to_every_page() =>
        MarkdownPage.Rules.Select(page => Path.GetFileName(page.Name)).Where(name => !new MarkdownPage("rules/README.md").Text.Contains($"]({name})", StringComparison.Ordinal))
            .Should().Equal("README.md");

    private static string Section(string type, string heading) => new MarkdownPage($"rules/{type}.md").Sections.Single(section => section.Heading == heading).Text;
}

using System.Text;
using System.Text.RegularExpressions;
using OciInterceptor.Conditions;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Documentation;

/// <summary>The pages of docs/ speak of what there is, and their policies can be read.</summary>
public sealed class DocumentationTests
{
    private static readonly Dictionary<string, string> _rules = new MarkdownPage("rules.md").Sections.ToDictionary(section => section.Heading, section => section.Text);

    public static TheoryData<string> Types => [.. RuleTypes.All.Select(type => type.Name)];

    public static TheoryData<string, string> Policies
    {
        get
        {
            var policies = new TheoryData<string, string>();
            foreach (var page in new[] { "rules.md", "recipes.md", "policy.md", "policy-tests.md" })
            {
                foreach (var policy in new MarkdownPage(page).Sections.SelectMany(section => MarkdownPage.Policies(section.Text)))
                {
                    policies.Add(page, policy);
                }
            }
            return policies;
        }
    }

    [Fact]
    public void Types_stand_in_their_order() =>
        new MarkdownPage("rules.md").Sections.Select(section => section.Heading).Except(["Conditions", "Types", "Differences"])
            .Should().Equal(RuleTypes.All.Select(type => type.Name));

    [Fact]
    public void The_index_links_every_type_in_order() =>
        Regex.Matches(_rules["Types"], @"\[([a-z-]+)\]\(#\1\)").Select(link => link.Groups[1].Value).Should().Equal(RuleTypes.All.Select(type => type.Name));

    [Fact]
    public void The_page_of_policies_lists_every_rule_that_holds_for_exec()
    {
        var page = string.Concat(new MarkdownPage("policy.md").Sections.Select(section => section.Text));
        Regex.Match(page, "those that concern a process: ([a-z, -]+);").Groups[1].Value.Split(", ")
            .Should().BeEquivalentTo(RuleClasses.Of<IProcessRule>().Select(rule => RuleClasses.TypeOf(rule).Name));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_member_of_a_type_is_spoken_of_and_shown(string name)
    {
        RuleTypes.Find(name)!.Members.Select(member => $"`{member.Name}`").Where(word => !_rules[name].Contains(word, StringComparison.Ordinal))
            .Should().BeEmpty();
        MarkdownPage.Policies(_rules[name]).Should().Contain(policy => policy.Contains($"\"type\": \"{name}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_of_conditions_says_of_each_who_controls_it_and_whether_an_exec_can_answer_it() =>
        MarkdownPage.Rows(_rules["Conditions"], "condition").Select(row => (Name: row[0].Trim('`'), By: row[3].Split(';', '.')[0], Exec: row[4]))
            .Should().BeEquivalentTo(ConditionTypes.All.Select(type => (
                type.Name,
                By: type.ControlledBy switch
                {
                    Controller.Author => "the author",
                    Controller.EngineUser => "the engine's user",
                    Controller.Engine => "the engine",
                    Controller.Operator => "the operator",
                    _ => "as they are",
                },
                Exec: type.NeedsConfiguration ? "never" : type.ControlledBy is null ? "as they are" : "yes")));

    [Fact]
    public void The_table_of_facts_says_of_each_who_controls_it_and_whether_an_exec_has_it() =>
        MarkdownPage.Rows(_rules["Conditions"], "fact").Select(row => (Name: row[0].Trim('`').Split(':')[0], IsNamed: row[0].Contains(":NAME", StringComparison.Ordinal), By: row[2].Split(';', '.')[0], Exec: row[3]))
            .Should().BeEquivalentTo(Facts.All.Select(fact => (
                fact.Name,
                fact.IsNamed,
                By: fact.ControlledBy switch
                {
                    Controller.Author => "the author",
                    Controller.EngineUser => "the engine's user",
                    Controller.Engine => "the engine",
                    _ => "the operator",
                },
                Exec: fact.NeedsConfiguration ? "never" : "yes")));

    [Fact]
    public void The_lists_of_conditions_that_an_exec_can_and_cannot_answer_are_whole()
    {
        var text = new MarkdownPage("policy.md").Sections.Single(section => section.Heading == "Which calls").Text;
        Names(text, "looks at the configuration (").Should().BeEquivalentTo(ConditionTypes.All.Where(type => type.NeedsConfiguration).Select(type => type.Name));
        Names(text, "needs conditions on the process: ").Should().BeEquivalentTo(ConditionTypes.All.Where(type => type is { NeedsConfiguration: false, ControlledBy: not null }).Select(type => type.Name));

        static IEnumerable<string> Names(string text, string start) =>
            text[(text.IndexOf(start, StringComparison.Ordinal) + start.Length)..].Split(')', '.')[0].Split(", ").Select(name => name.Trim('`'));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_policy_in_the_documentation_can_be_read(string page, string policy)
    {
        var host = new FakeHost { Files = new() { ["/etc/oci-interceptor/hooks.json"] = """{"hooks":{}}"""u8.ToArray() } };
        var file = PolicyFileReader.Read(page, Encoding.UTF8.GetBytes(policy), host);
        (file.Rules.Length + file.Profiles.Length).Should().BePositive();
        file.Profiles.Should().BeSubsetOf(BuiltInProfiles.Names);
    }
}

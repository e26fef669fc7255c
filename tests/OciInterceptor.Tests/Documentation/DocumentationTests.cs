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
    public static TheoryData<string, string> Policies
    {
        get
        {
            var policies = new TheoryData<string, string>();
            foreach (var page in new[] { "recipes.md", "policy.md", "policy-tests.md" }.Select(name => new MarkdownPage(name)).Concat(MarkdownPage.Rules))
            {
                foreach (var policy in MarkdownPage.Policies(page.Text))
                {
                    policies.Add(page.Name, policy);
                }
            }
            return policies;
        }
    }

    [Fact]
    public void The_page_of_policies_lists_every_rule_that_holds_for_exec()
    {
        var page = string.Concat(new MarkdownPage("policy.md").Sections.Select(section => section.Text));
        Regex.Match(page, "those that concern a process: ([a-z, -]+);").Groups[1].Value.Split(", ")
            .Should().BeEquivalentTo(RuleClasses.Of<IProcessRule>().Select(rule => RuleClasses.TypeOf(rule).Name));
    }

    [Fact]
    public void The_table_of_conditions_says_of_each_who_controls_it_and_whether_an_exec_can_answer_it() =>
        MarkdownPage.Rows(new MarkdownPage("rules/conditions.md").Text, "condition").Select(row => (Name: row[0].Trim('`'), By: row[3].Split(';', '.')[0], Exec: row[4]))
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
        MarkdownPage.Rows(new MarkdownPage("rules/facts.md").Text, "fact").Select(row => (Name: row[0].Trim('`').Split(':')[0], IsNamed: row[0].Contains(":NAME", StringComparison.Ordinal), By: row[2].Split(';', '.')[0], Exec: row[3]))
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

using System.Text;
using System.Text.RegularExpressions;
using OciInterceptor.Collections;
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
            foreach (var page in new[] { "rules.md", "recipes.md", "policy.md" })
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
        new MarkdownPage("rules.md").Sections.Select(section => section.Heading).Except(["Conditions", "Types"])
            .Should().Equal(RuleTypes.All.Select(type => type.Name));

    [Fact]
    public void The_index_links_every_type_in_order() =>
        Regex.Matches(_rules["Types"], @"\[([a-z-]+)\]\(#\1\)").Select(link => link.Groups[1].Value).Should().Equal(RuleTypes.All.Select(type => type.Name));

    [Fact]
    public void The_page_of_policies_lists_every_rule_that_holds_for_exec()
    {
        var page = string.Concat(new MarkdownPage("policy.md").Sections.Select(section => section.Text));
        Regex.Match(page, "those that speak of a process: ([a-z, -]+);").Groups[1].Value.Split(", ")
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
    public void Every_condition_is_spoken_of() =>
        ConditionReader.Members.Should().OnlyContain(member => _rules["Conditions"].Contains($"\n| `{member.Name}` |", StringComparison.Ordinal));

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

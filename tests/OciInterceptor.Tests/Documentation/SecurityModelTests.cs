using System.Text.RegularExpressions;
using OciInterceptor.Conditions;
using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Documentation;

/// <summary>docs/security-model.md leaves no condition and no type of rule out, and each of them has tests behind it.</summary>
public sealed class SecurityModelTests
{
    private static readonly Dictionary<string, string> _sections = new MarkdownPage("security-model.md").Sections.ToDictionary(section => section.Heading, section => section.Text);

    [Fact]
    public void Each_condition_has_a_row() =>
        Names("What conditions see", "condition").Should().BeEquivalentTo(ConditionTypes.All.Select(type => type.Name));

    [Fact]
    public void Each_type_of_rule_has_a_row() =>
        Names("What rules hold", "rule").Should().BeEquivalentTo(RuleTypes.All.Select(type => type.Name));

    [Theory]
    [InlineData("What conditions see", "condition")]
    [InlineData("What rules hold", "rule")]
    [InlineData("Races", "place")]
    public void A_row_says_which_tests_are_behind_it(string section, string heading) =>
        MarkdownPage.Rows(_sections[section], heading).Where(row => !row[^1].Contains("<!-- test: ", StringComparison.Ordinal))
            .Select(row => row[0]).Should().BeEmpty();

    // A row may be about several: "`user`, `umask`".
    private static IEnumerable<string> Names(string section, string heading) =>
        MarkdownPage.Rows(_sections[section], heading).SelectMany(row => Regex.Matches(row[0], "`([a-zA-Z-]+)`").Select(name => name.Groups[1].Value));
}

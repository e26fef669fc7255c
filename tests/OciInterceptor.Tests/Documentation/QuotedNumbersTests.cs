using System.Text.RegularExpressions;
using OciInterceptor.Conditions;
using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Documentation;

/// <summary>Numbers in the pages for operators are those of the code.</summary>
public sealed class QuotedNumbersTests
{
    private static readonly (string Counted, int Count)[] _numbers =
    [
        ("(?:rule types|types of rules)", RuleTypes.All.Length),
        ("conditions", ConditionTypes.All.Length),
        ("recipes", new MarkdownPage("recipes.md").Sections.Count()),
        ("built-in profiles", BuiltInProfiles.Names.Length),
        ("messages", Regex.Count(Page("docs/troubleshooting.md"), "^### ", RegexOptions.Multiline)),
    ];

    public static TheoryData<string, int> Numbers
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var (counted, count) in _numbers)
            {
                rows.Add(counted, count);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_in_a_page_is_that_of_the_code(string counted, int count)
    {
        var quoted = Pages().SelectMany(page => Regex.Matches(Page(page), $@"\b([0-9]+) {counted}\b").Select(match => $"{page}: {match.Groups[1].Value}")).ToList();

        quoted.Should().NotBeEmpty().And.OnlyContain(place => place.EndsWith($": {count}"));
    }

    /// <summary>A number in words is compared with nothing.</summary>
    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_written_in_digits(string counted, int count) =>
        Pages().Where(page => Regex.IsMatch(Page(page), $@"\b(?:twenty|thirty|forty|fifty|sixty)(?:-[a-z]+)? {counted}\b", RegexOptions.IgnoreCase))
            .Should().BeEmpty("there are {0}", count);

    /// <summary>A longer one is not read by people who look for the first command.</summary>
    [Fact]
    public void The_README_has_at_most_1200_words() => Regex.Count(Page("README.md"), @"\S+").Should().BeLessThanOrEqualTo(1200);

    // A page of a decision or of the changelog says what was so on its day.
    private static IEnumerable<string> Pages() => RepositoryTree.Paths.Where(path =>
        path == "README.md" || (path.StartsWith("docs/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal) && !path.StartsWith("docs/decisions/", StringComparison.Ordinal)));

    private static string Page(string path) => File.ReadAllText(Path.Combine(RepositoryTree.Root, path));
}

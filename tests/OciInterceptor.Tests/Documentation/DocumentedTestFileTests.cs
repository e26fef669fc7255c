using System.Text;
using System.Text.RegularExpressions;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Commands.Testing;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Documentation;

/// <summary>
/// The tests of the policies in docs/ and README.md, run by the command that readers have: PAGE.test.json beside the page, with a number for a
/// second policy of the page. Those of docs/recipes.md are docs/recipes/HEADING.test.json.
/// </summary>
public sealed partial class DocumentedTestFileTests
{
    // A filter of hundreds of calls would have to be written out to be left alone.
    private const string Replaced = "recipes/todays-system-calls-under-an-older-engine";

    // The page rolls this policy out as a profile.
    private const string Strict = "rollout-2";

    // It shows the tests of its policy, which PolicyTestsPageTests runs.
    private const string OwnTests = "policy-tests.md";

    private static readonly string _docs = Path.Combine(RepositoryTree.Root, "docs");

    private static readonly Dictionary<string, string> _policies = MarkdownPage.All.Where(page => page.Name != OwnTests)
        .SelectMany(page => page.Name == "recipes.md"
            ? page.Sections.SelectMany(section => Named($"recipes/{Slug(section.Heading)}", MarkdownPage.Policies(section.Text)))
            : Named(Path.ChangeExtension(page.Name, null), MarkdownPage.Policies(page.Text).Concat(Shown(page.Text))))
        .ToDictionary(policy => policy.Name, policy => policy.Text);

    public static TheoryData<string> Names => [.. _policies.Keys];

    [Fact]
    public void Every_policy_has_tests() =>
        Directory.EnumerateFiles(_docs, "*.json", SearchOption.AllDirectories).Append(Path.Combine(RepositoryTree.Root, "README.test.json")).Select(file => Path.GetRelativePath(_docs, file))
            .Should().BeEquivalentTo(_policies.Keys.Select(name => $"{name}.test.json"));

    [Fact]
    public void Every_policy_is_marked_as_JSON_with_comments()
    {
        var blocks = MarkdownPage.All.SelectMany(page => MarkdownPage.Blocks(page.Text, "json").Select(text => (page.Name, text))).ToList();

        blocks.Should().NotBeEmpty();
        blocks.Where(block => IsPolicy(block.text)).Should().BeEmpty("its tests would not be looked for");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_tests_of_a_policy_pass_and_reach_all_of_it(string name)
    {
        using var run = new PolicyTestRun();
        var file = Path.Combine(run.Root, Path.GetFileName(name));
        File.WriteAllText($"{file}.json", _policies[name]);
        File.Copy(Path.Combine(_docs, $"{name}.test.json"), $"{file}.test.json");

        if (name.StartsWith("rollout", StringComparison.Ordinal))
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(run.Root, "profiles")).FullName, "strict.json"), _policies[Strict]);
        }

        var answer = run.Run("--coverage-threshold", name == Replaced ? "50" : HasProfiles(name) ? "0" : "100");

        run.Text(answer).Should().NotContainAny("failed  ", "error  ");
        answer.ExitCode.Should().Be(0, run.Text(answer));
    }

    // A profile's own tests reach all of it.
    private static bool HasProfiles(string name) => ((string[])["\"profiles\": [", "\"shadow\": ["]).Any(member => _policies[name].Contains(member, StringComparison.Ordinal));

    private static bool IsPolicy(string text)
    {
        try
        {
            _ = PolicyFileReader.Read("block", Encoding.UTF8.GetBytes(text), new FakeHost());
            return true;
        }
        catch (InterceptorException)
        {
            return false;
        }
    }

    private static IEnumerable<(string Name, string Text)> Named(string name, IEnumerable<string> policies) =>
        policies.Select((policy, index) => (index == 0 ? name : $"{name}-{index + 1}", policy));

    // The files that a terminal shows.
    private static IEnumerable<string> Shown(string text) => Files().Matches(text).Select(match => match.Groups[1].Value);

    private static string Slug(string heading) => Others().Replace(heading.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Others();

    [GeneratedRegex(@"^ *\$ cat [a-z.]+\.json\n(.*?)(?=^ *\$ )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Files();
}

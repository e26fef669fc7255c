using OciInterceptor.Commands.Testing;
using OciInterceptor.Tests.Commands.Testing;

namespace OciInterceptor.Tests.Documentation;

/// <summary>The page about tests of a policy shows what the command does, and names all that a test file may have.</summary>
public sealed class PolicyTestsPageTests
{
    private static readonly Dictionary<string, string> _sections = new MarkdownPage("policy-tests.md").Sections.ToDictionary(section => section.Heading, section => section.Text);

    private static string First => _sections["The first test"];

    [Fact]
    public void The_first_test_prints_what_the_page_shows()
    {
        using var run = Example();
        Shown(run.Output("--coverage")).Should().Be(Block(First, "    passed "));
    }

    [Fact]
    public void A_failure_is_shown_as_the_page_shows_it()
    {
        using var run = Example();
        run.Write("web.json", run.Read("web.json").Replace("UTC", "GMT", StringComparison.Ordinal));
        Block(First, "    failed ").Should().NotBeEmpty().And.Be(Shown(run.Output()).Split("\npassed ")[0] + "\n");
    }

    [Fact]
    public void Coverage_that_is_missing_is_shown_as_the_page_shows_it()
    {
        using var run = Example();
        var tests = run.Read("web.test.json");
        run.Write("web.test.json", tests.Replace("\"TZ=Europe/Vienna\"", "", StringComparison.Ordinal).Replace("\"unchanged\": true", "\"rules\": [\"zone\"]", StringComparison.Ordinal));
        Shown(run.Output("--coverage")).Should().EndWith("\n" + Block(_sections["Coverage"], "    coverage "));
    }

    [Fact]
    public void The_tables_name_every_member()
    {
        Names(_sections["What a test file has"]).Should().BeEquivalentTo(
            TestFileReader.Members.Concat(TestFileReader.TestMembers).Select(member => member.Name).Distinct().Except(["$schema"]));
        Names(_sections["What is expected"]).Should().BeEquivalentTo(ExpectationReader.Members.Select(member => member.Name));
        Names(_sections["The machine"]).Should().BeEquivalentTo(HostReader.Members.Select(member => member.Name));
        Names(_sections["Documents"]).Should().BeEquivalentTo(BuiltInDocuments.Names);
    }

    // What is in code in the first column of the section's tables.
    private static HashSet<string> Names(string section) => [.. section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .SelectMany(line => line.Split(" | ")[0].Split('`').Where((_, index) => index % 2 == 1))];

    private static PolicyTestRun Example()
    {
        var run = new PolicyTestRun();
        run.Write("web.json", MarkdownPage.Policies(First).Single());
        run.Write("web.test.json", First.Split("```json\n")[1].Split("```")[0]);
        return run;
    }

    private static string Shown(string output) => output.Replace("{D}/", "", StringComparison.Ordinal);

    // The indented lines from one that begins so.
    private static string Block(string section, string start) => string.Concat(section.Split('\n')
        .SkipWhile(line => !line.StartsWith(start, StringComparison.Ordinal))
        .TakeWhile(line => line.Length == 0 || line.StartsWith("    ", StringComparison.Ordinal))
        .Select(line => line.Length == 0 ? "\n" : line[4..] + "\n")).TrimEnd('\n') + "\n";
}

namespace OciInterceptor.Tests.Documentation;

/// <summary>A relative link in a Markdown file of the repository leads to a file or a heading.</summary>
public sealed class LinkTests
{
    public static TheoryData<string> Pages => [.. RepositoryTree.Paths.Where(IsPage).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_links_only_to_what_exists(string page) =>
        MarkdownLinks.In(File.ReadAllText(Path.Combine(RepositoryTree.Root, page))).Select(target => MarkdownLinks.Fault(page, target)).OfType<string>().Distinct()
            .Should().BeEmpty();

    [Theory]
    [InlineData("# A heading", "a-heading")]
    [InlineData("## `code` and [a link](x.md)", "code-and-a-link")]
    [InlineData("## CVE-2025-1, and \"quotes\": a/b_c", "cve-2025-1-and-quotes-ab_c")]
    [InlineData("## Closed ##", "closed")]
    [InlineData("# A\n\n## B\n\n# B", "a b b-1")]
    [InlineData("```\n# code\n```\n\n# A", "a")]
    [InlineData("<a id=\"here\"></a>", "here")]
    public void Headings_have_the_anchors_that_github_gives_them(string markdown, string anchors) => string.Join(' ', MarkdownLinks.Anchors(markdown)).Should().Be(anchors);

    [Theory]
    [InlineData("[a](b.md), [`c`](d.md#e) and ![f](g.png \"h\")", "b.md d.md#e g.png")]
    [InlineData("[a][b]\n\n[b]: c.md", "c.md")]
    [InlineData("[a](https://b.c/d), `[e](f)`\n\n```\n[g](h)\n```", "")]
    public void Relative_links_are_found_outside_of_code(string markdown, string targets) => string.Join(' ', MarkdownLinks.In(markdown)).Should().Be(targets);

    [Theory]
    [InlineData("docs/policy.md", "rules/env.md", null)]
    [InlineData("docs/rules/env.md", "../policy.md#trust", null)]
    [InlineData("docs/policy.md", "#trust", null)]
    [InlineData("docs/policy.md", "drofune/", null)]
    [InlineData("docs/policy.md", "nowhere.md", "no file nowhere.md")]
    [InlineData("docs/policy.md", "rules/env.md#nowhere", "no heading rules/env.md#nowhere")]
    [InlineData("docs/policy.md", "#nowhere", "no heading #nowhere")]
    public void A_link_that_leads_to_nothing_is_found(string file, string target, string? fault) => MarkdownLinks.Fault(file, target).Should().Be(fault);

    private static bool IsPage(string path) => path.EndsWith(".md", StringComparison.Ordinal) && !path.Split('/').Any(segment => segment is "node_modules" or "TestData");
}

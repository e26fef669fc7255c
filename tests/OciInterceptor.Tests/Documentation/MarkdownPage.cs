namespace OciInterceptor.Tests.Documentation;

/// <summary>A page of docs/: its sections and the policies in them.</summary>
internal sealed record MarkdownPage(string Name)
{
    /// <summary>The pages of docs/rules: one for each type of rule, the index, and those about what types have in common.</summary>
    internal static IEnumerable<MarkdownPage> Rules =>
        Directory.EnumerateFiles(PathOf("rules"), "*.md").Order(StringComparer.Ordinal).Select(file => new MarkdownPage($"rules/{Path.GetFileName(file)}"));

    /// <summary>All pages of docs/, and the repository's first.</summary>
    internal static IEnumerable<MarkdownPage> All =>
        Directory.EnumerateFiles(PathOf(""), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => Path.GetRelativePath(PathOf(""), file))
            .Append("../README.md").Select(name => new MarkdownPage(name));

    internal string Text => File.ReadAllText(PathOf(Name));

    /// <summary>Headings of the second level, each with the text below it.</summary>
    internal IEnumerable<(string Heading, string Text)> Sections =>
        Text.Split("\n## ").Skip(1).Select(section =>
            section.IndexOf('\n', StringComparison.Ordinal) is var end ? (section[..end], section[end..]) : default);

    /// <summary>The policies in a text, which are blocks of JSON with comments, in their order. Tests of policies may be such blocks too.</summary>
    internal static IEnumerable<string> Policies(string text) => Blocks(text, "jsonc").Where(block => !block.Contains("\n  \"tests\": ", StringComparison.Ordinal));

    /// <summary>The blocks of a language, in their order.</summary>
    internal static IEnumerable<string> Blocks(string text, string language) =>
        text.Split($"```{language}\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]);

    /// <summary>The rows of the table whose first column has that heading, each as its cells.</summary>
    internal static IEnumerable<string[]> Rows(string text, string heading) =>
        text.Split('\n').SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|').Skip(1).SkipLast(1).Select(cell => cell.Trim()).ToArray());

    private static string PathOf(string name) => Path.Combine(RepositoryTree.Root, "docs", name);
}

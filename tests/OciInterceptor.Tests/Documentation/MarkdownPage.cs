namespace OciInterceptor.Tests.Documentation;

/// <summary>A page of docs/: its sections and the policies in them.</summary>
internal sealed record MarkdownPage(string Name)
{
    /// <summary>The pages of docs/rules: one for each type of rule, the index, and those about what types have in common.</summary>
    internal static IEnumerable<MarkdownPage> Rules =>
        Directory.EnumerateFiles(PathOf("rules"), "*.md").Order(StringComparer.Ordinal).Select(file => new MarkdownPage($"rules/{Path.GetFileName(file)}"));

    internal string Text => File.ReadAllText(PathOf(Name));

    /// <summary>Headings of the second level, each with the text below it.</summary>
    internal IEnumerable<(string Heading, string Text)> Sections =>
        Text.Split("\n## ").Skip(1).Select(section =>
            section.IndexOf('\n', StringComparison.Ordinal) is var end ? (section[..end], section[end..]) : default);

    /// <summary>The blocks of JSON with comments, in their order.</summary>
    internal static IEnumerable<string> Policies(string text) =>
        text.Split("```jsonc\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]);

    /// <summary>The rows of the table whose first column has that heading, each as its cells.</summary>
    internal static IEnumerable<string[]> Rows(string text, string heading) =>
        text.Split('\n').SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|').Skip(1).SkipLast(1).Select(cell => cell.Trim()).ToArray());

    private static string PathOf(string name) => Path.Combine(RepositoryTree.Root, "docs", name);
}

using System.Text.RegularExpressions;

namespace OciInterceptor.Tests.Documentation;

/// <summary>The relative links of a Markdown file, and the anchors that its headings have on GitHub.</summary>
internal static partial class MarkdownLinks
{
    /// <summary>The targets of relative links, as they are written.</summary>
    internal static IEnumerable<string> In(string markdown) =>
        Link().Matches(Code().Replace(Block().Replace(markdown, ""), "")).Select(match => match.Groups[1].Value + match.Groups[2].Value).Where(target => !target.Contains(':', StringComparison.Ordinal));

    /// <summary>The anchors of the headings, and those that are written out.</summary>
    internal static HashSet<string> Anchors(string markdown)
    {
        var text = Block().Replace(markdown, "");
        var anchors = Written().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();
        foreach (Match heading in Heading().Matches(text))
        {
            var anchor = Slug(heading.Groups[1].Value);
            for (var (name, count) = (anchor, 1); !anchors.Add(name); count++)
            {
                name = $"{anchor}-{count}";
            }
        }
        return anchors;
    }

    /// <summary>Why a link from a file leads nowhere; null if it leads to a file, a directory or a heading.</summary>
    /// <param name="file">The file with the link, relative to the root.</param>
    /// <param name="target">The target as it is written.</param>
    internal static string? Fault(string file, string target)
    {
        var (path, anchor) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, null);
        var found = path.Length == 0 ? file : Path.GetRelativePath(RepositoryTree.Root, Path.GetFullPath(Path.Combine(RepositoryTree.Root, Path.GetDirectoryName(file)!, path)));
        return !Path.Exists(Path.Combine(RepositoryTree.Root, found)) ? $"no file {target}"
            : anchor is null || !found.EndsWith(".md", StringComparison.Ordinal) || Anchors(File.ReadAllText(Path.Combine(RepositoryTree.Root, found))).Contains(anchor) ? null
            : $"no heading {target}";
    }

    // As GitHub makes it of the heading as it is read: letters, digits, "-" and "_" stay, blanks become "-".
    private static string Slug(string heading) =>
        Others().Replace(Link().Replace(heading, "]").ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^( *)(```+|~~~+).*?^ *\\2", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)(?: ""[^""]*"")?\)|^\[[^\]]+\]: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} +(.+?) *#*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("<a (?:id|name)=\"([^\"]+)\"")]
    private static partial Regex Written();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Others();
}

using System.Text.RegularExpressions;

namespace OciInterceptor.Tests.Documentation;

/// <summary>
/// Text in backticks, judged by its form. It is a path of this repository if its first segment is a name of the top level
/// or in PascalCase (`Rules/Cdi/`, `Engines/IEngine`, `FlagTable.cs`); a placeholder in capitals (`TestData/RULE`) ends it.
/// It is a type if it is in PascalCase with at least two humps (`RuntimeSpec`), and a member if a type is before a dot.
/// Everything else, such as `/etc/hosts` or `config.json`, belongs to others.
/// </summary>
internal static partial class NameInPage
{
    /// <summary>Everything in backticks, without blocks of code.</summary>
    internal static IEnumerable<string> All(string markdown) => Backticks().Matches(Block().Replace(markdown, "")).Select(match => match.Groups[1].Value);

    /// <summary>What a name must be that the repository does not have; null if it has it or the name belongs to others.</summary>
    internal static string? Missing(string name) =>
        IsPath(name) ? (RepositoryTree.Has(Known(name)) ? null : "a path")
        : TypeForm().IsMatch(name) ? (HasType(name) ? null : "a type")
        : MemberForm().Match(name) is { Success: true, Groups: var parts } ? (HasMember(parts[1].Value, parts[2].Value) ? null : "a member")
        : null;

    /// <summary>The relative targets of links, without anchors.</summary>
    internal static IEnumerable<string> Links(string markdown) =>
        Link().Matches(Block().Replace(markdown, "")).Select(match => match.Groups[1].Value.Split('#')[0]).Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal));

    /// <summary>The links to a heading: the relative target, empty for the page itself, and the anchor.</summary>
    internal static IEnumerable<(string Page, string Heading)> LinksToHeadings(string markdown) =>
        Link().Matches(Block().Replace(markdown, "")).Select(match => match.Groups[1].Value.Split('#')).Where(link => link is [var page, _] && !page.Contains(':', StringComparison.Ordinal))
            .Select(link => (link[0], link[1]));

    /// <summary>The anchors of the headings, as GitHub makes them; one that is repeated has a number from the second on.</summary>
    internal static IEnumerable<string> Headings(string markdown) =>
        Heading().Matches(Block().Replace(markdown, "")).Select(match => Anchor(match.Groups[1].Value)).GroupBy(anchor => anchor)
            .SelectMany(same => same.Select((anchor, index) => index == 0 ? anchor : $"{anchor}-{index}"));

    private static string Anchor(string heading) =>
        string.Concat(LinkText().Replace(heading, "$1").Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or ' ')).Replace(' ', '-');

    private static bool IsPath(string name) =>
        FileForm().IsMatch(name)
        || (PathForm().IsMatch(name) && (PascalSegment().IsMatch(name) || RepositoryTree.TopLevel.Contains(Trimmed(name).Split('/')[0])));

    private static string Known(string path) =>
        RepositoryTree.Has(Trimmed(path)) ? Trimmed(path) : string.Join('/', Trimmed(path).Split('/').TakeWhile(segment => !Placeholder().IsMatch(segment)));

    private static string Trimmed(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..].TrimEnd('/') : path.TrimEnd('/');

    // A folder of the code may be named like a type.
    private static bool HasType(string name) => RepositoryTree.Types.Contains(name.Replace("<T>", "", StringComparison.Ordinal)) || RepositoryTree.Has(name);

    private static bool HasMember(string type, string member) =>
        !RepositoryTree.Types.Contains(type) ? !TypeForm().IsMatch(type)
        : RepositoryTree.Types[type].Any(text => Regex.IsMatch(text, $@"\b{member}\b"));

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"^[\w.-]+(/[\w.-]+)*/?$")]
    private static partial Regex PathForm();

    [GeneratedRegex(@"^[A-Z]\w*[a-z]\w*/")]
    private static partial Regex PascalSegment();

    [GeneratedRegex(@"^[A-Z]\w*(\.\w+)*\.(cs|csproj|md|props|sln|txt)$")]
    private static partial Regex FileForm();

    [GeneratedRegex(@"^[A-Z]+(\.\w+)?$")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[A-Z][a-z0-9]+([A-Z][a-z0-9]*)+(<T>)?$")]
    private static partial Regex TypeForm();

    [GeneratedRegex(@"^([A-Z][a-z]\w*)\.([A-Z]\w*)$")]
    private static partial Regex MemberForm();
}

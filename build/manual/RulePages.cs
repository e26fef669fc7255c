using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Schema;

namespace Manual;

/// <summary>The tables of members in docs/rules, from the declarations by which a policy is read.</summary>
internal static class RulePages
{
    /// <summary>The page about all rules.</summary>
    internal const string Index = "README";

    private const string Start = "<!-- members -->\n";
    private const string End = "<!-- /members -->";

    /// <summary>The pages that have a table, without the extension: the index, and one for each type of rule.</summary>
    internal static IEnumerable<string> Names => RuleTypes.All.Select(static type => type.Name).Prepend(Index);

    /// <summary>A page with its table made anew.</summary>
    internal static string Updated(string name, string page)
    {
        var start = page.IndexOf(Start, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return start < 0 || end < start
            ? throw new InvalidOperationException($"{name}.md has no place for the table: want the lines {Start.TrimEnd()} and {End}")
            : $"{page[..(start + Start.Length)]}\n{Table(name)}\n{page[end..]}";
    }

    private static string Table(string name)
    {
        var text = new StringBuilder();
        var type = RuleTypes.Find(name);
        if (type is { Members.IsEmpty: true })
        {
            text.Append("None but the [members of every rule](README.md#members-of-every-rule).\n");
        }
        else
        {
            if (type is not null)
            {
                text.Append("In addition to the [members of every rule](README.md#members-of-every-rule):\n\n");
            }
            text.Append("| member | value | meaning |\n|---|---|---|\n");
            Rows(text, type, type?.Members ?? PolicyFileReader.RuleMembers, "", []);
        }
        if (type is { NeedsOneOf.IsEmpty: false })
        {
            text.Append($"\nAt least one of {Code(type.NeedsOneOf)} is required.\n");
        }
        if (type is { NeedsCondition: true })
        {
            text.Append("\n`when` is required.\n");
        }
        return text.ToString();
    }

    // Members of objects within are named by their path: add.path. The same members are listed once.
    private static void Rows(StringBuilder text, RuleType? type, ImmutableArray<Member> members, string prefix, Dictionary<string, string> listed)
    {
        foreach (var member in members)
        {
            var path = prefix + member.Name;
            var inner = ShapeText.MembersOf(type is not null && ShapeText.Recursive(member.Shape) is { } named ? named.Definition() : member.Shape);
            var isListed = listed.TryGetValue(Key(inner), out var same);
            text.Append($"| `{path}` | {ShapeText.Of(member.Shape, InMarkdown)} | {Plain(member.Help)}")
                .Append(member.IsRequired ? " It is required." : "")
                .Append(prefix.Length == 0 && type?.FactMembers.Contains(member.Name) == true ? " Takes [facts](facts.md)." : "")
                .Append(isListed ? $" Its members are those of `{same}`." : "")
                .Append(" |\n");
            if (!inner.IsEmpty && !isListed)
            {
                listed.Add(Key(inner), path);
                Rows(text, type, inner, $"{path}.", listed);
            }
        }
    }

    private static string Key(ImmutableArray<Member> members) => string.Join('\n', members.Select(static member => $"{member.Name} {member.Help}"));

    private static string? InMarkdown(Shape shape) => shape switch
    {
        Shape.Word word => Code(word.Words.RemoveAll(static text => text.Length == 0)),
        Shape.Named => "object",
        _ => null,
    };

    private static string Code(ImmutableArray<string> words) => string.Join(", ", words.Select(static word => $"`{word}`"));

    // What is in quotes is written so in a policy.
    private static string Plain(string help) => string.Concat(help.Split('"').Select(static (part, index) =>
        index % 2 == 1 ? $"`\"{part}\"`" : part.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "\\<", StringComparison.Ordinal)));
}

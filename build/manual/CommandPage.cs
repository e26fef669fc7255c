using OciInterceptor.Collections;
using OciInterceptor.Commands.Reference;

namespace Manual;

/// <summary>The page of a command, in section 1.</summary>
internal static class CommandPage
{
    internal static string Of(DocumentedCommand command, DateOnly date)
    {
        var page = new Roff($"oci-interceptor-{command.Name}", 1, date, command.Summary);
        page.Section("SYNOPSIS");
        page.Literal(string.Join('\n', command.Usage));
        page.Section("DESCRIPTION");
        page.Paragraphs(command.Details);
        page.Paragraph();
        page.Text("Flags of oci-interceptor(1) come before the command.");
        if (!command.Arguments.IsEmpty)
        {
            page.Section("ARGUMENTS");
            foreach (var argument in command.Arguments)
            {
                page.Item(argument.Name, null, Sentence(argument.Description, argument.Words));
            }
        }
        page.Section("OPTIONS");
        Options(page, command.Options);
        page.Examples(command.Examples);
        page.SeeAlso("oci-interceptor(1)", "oci-interceptor.json(5)", "oci-interceptor-profiles(7)");
        return page.ToString();
    }

    /// <summary>Options, each with its values and its default.</summary>
    internal static void Options(Roff page, IEnumerable<DocumentedOption> options)
    {
        foreach (var option in options)
        {
            var text = option.Default is null ? option.Description : $"{option.Description} (default: {option.Default})";
            page.Item(string.Join(", ", option.Names), option.Value, Sentence(text, option.Words));
        }
    }

    // Help has no full stops, which pages have. A word that is typed keeps its letters.
    private static string Sentence(string text, ImmutableArray<string> words) =>
        text.Split(' ')[0] is var first && (first.EndsWith(':') || words.Contains(first.TrimEnd(','))) ? $"{text}." : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}

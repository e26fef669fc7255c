using System.Globalization;
using System.Text;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Messages;

namespace Manual;

/// <summary>A manual page in the macros of man(7). Text is escaped here; only the requests below reach the formatter.</summary>
internal sealed class Roff
{
    private const int Width = 80;

    private readonly StringBuilder _page = new();

    /// <summary>Begins the page.</summary>
    /// <param name="name">What it is of, as in "oci-interceptor".</param>
    /// <param name="section">The section of the manual, 1 to 8.</param>
    /// <param name="date">The day that it is of.</param>
    /// <param name="summary">What that is, in a line.</param>
    internal Roff(string name, int section, DateOnly date, string summary)
    {
        // The date of man(7) is quoted as it is; that of other pages on the system has this form as well.
        Line($".TH \"{Escaped(name.ToUpperInvariant())}\" {section} {date:yyyy-MM-dd} \"oci-interceptor {ProgramVersion.Number}\"");
        Section("NAME");
        Fill($"{Escaped(name)} \\- {Escaped(summary)}");
    }

    public override string ToString() => _page.ToString();

    internal void Section(string title) => Line($".SH {title.ToUpperInvariant()}");

    internal void Subsection(string title) => Line($".SS {Escaped(title)}");

    /// <summary>Paragraphs, parted by empty lines.</summary>
    internal void Paragraphs(string text)
    {
        foreach (var (index, paragraph) in text.Split("\n\n").Index())
        {
            if (index > 0)
            {
                Line(".PP");
            }
            Text(paragraph);
        }
    }

    internal void Paragraph() => Line(".PP");

    /// <summary>A term in bold with what it takes in italics, and what it is.</summary>
    internal void Item(string term, string? value, string text)
    {
        Line(".TP");
        Line($"\\fB{Escaped(term)}\\fR{(value is null ? "" : $" \\fI{Escaped(value)}\\fR")}");
        Text(text);
    }

    /// <summary>Text that the formatter fills. Each sentence begins a line, and none is longer than 80 bytes where it has a blank.</summary>
    internal void Text(string text)
    {
        foreach (var sentence in text.Replace('\n', ' ').Replace(". ", ".\n", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Fill(Escaped(sentence));
        }
    }

    /// <summary>Lines as they are typed.</summary>
    internal void Literal(string text)
    {
        Line(".EX");
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            Line(line.StartsWith('.') || line.StartsWith('\'') ? $"\\&{Escaped(line)}" : Escaped(line));
        }
        Line(".EE");
    }

    internal void Examples(IEnumerable<CommandExample> examples)
    {
        Section("EXAMPLES");
        foreach (var (index, example) in examples.Index())
        {
            if (index > 0)
            {
                Paragraph();
            }
            Text($"{example.Purpose}:");
            Line(".RS 4");
            Literal(example.Line);
            Line(".RE");
        }
    }

    internal void SeeAlso(params string[] pages)
    {
        Section("SEE ALSO");
        Line(string.Join(",\n", pages.Select(static page => $".BR {Escaped(page[..^3])} {page[^3..]}")).Replace(",\n", " ,\n", StringComparison.Ordinal));
    }

    private void Fill(string escaped)
    {
        var line = "";
        foreach (var word in escaped.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                Line(line);
                line = "";
            }
            // A request begins with one of these.
            line = line.Length > 0 ? $"{line} {word}" : word[0] is '.' or '\'' ? $"\\&{word}" : word;
        }
        Line(line);
    }

    private void Line(string line) => _page.Append(line).Append('\n');

    // groff_char(7): a bare hyphen, quote, caret, grave or tilde may be printed as another sign, which cannot be pasted.
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => escaped.Append("\\e"),
                '-' => escaped.Append("\\-"),
                '\'' => escaped.Append("\\(aq"),
                '`' => escaped.Append("\\(ga"),
                '^' => escaped.Append("\\(ha"),
                '~' => escaped.Append("\\(ti"),
                '"' => escaped.Append("\\(dq"),
                > 0x7E => escaped.Append(CultureInfo.InvariantCulture, $"\\[u{rune.Value:X4}]"),
                _ => escaped.Append(rune),
            };
        }
        return escaped.ToString();
    }
}

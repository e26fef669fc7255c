using System.Globalization;
using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Validation;

namespace OciInterceptor.Commands.Output;

/// <summary>Findings for people, a line each.</summary>
internal static class FindingText
{
    internal static string Of(Finding finding, Terminal terminal)
    {
        var text = new StringBuilder();
        if (finding.File is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{OneLine.Of(finding.File)}:{finding.Line}:{finding.Column}: ");
        }
        var (word, colour) = finding.Severity == Severity.Error ? ("error", Colour.Red) : ("warning", Colour.Yellow);
        text.Append(terminal.Coloured(word, colour)).Append(": ").Append(OneLine.Of(finding.Message));
        if (finding.Reference is { } reference)
        {
            text.Append(CultureInfo.InvariantCulture, $" [{reference.Text}]");
        }
        return text.Append('\n').ToString();
    }
}

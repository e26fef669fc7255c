using System.Text;
using OciInterceptor.Engines.Changes;

namespace OciInterceptor.Cli.Commands;

/// <summary>What oi-install and oi-uninstall have done, or would do, for people.</summary>
internal sealed class InstallationAnswer(CommandContext context)
{
    internal Answer Of(ChangeSet changes, bool isDryRun, string? reminder)
    {
        var text = new StringBuilder();
        foreach (var line in ChangeText.Lines(changes))
        {
            var colour = line[0] switch { '-' => Colour.Red, '+' => Colour.Green, '@' => Colour.Cyan, ' ' => Colour.None, _ => Colour.Bold };
            text.Append(context.Coloured(line, colour)).Append('\n');
        }
        if (changes.IsEmpty)
        {
            text.Append("There is nothing to change.\n");
        }
        else if (isDryRun)
        {
            text.Append("Nothing was changed: this was a dry run.\n");
        }
        else if (reminder is not null)
        {
            text.Append(reminder).Append('\n');
        }
        return new Answer(text.ToString());
    }
}

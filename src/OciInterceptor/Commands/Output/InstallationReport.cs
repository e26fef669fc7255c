using System.Text;
using OciInterceptor.Engines.Install.Changes;

namespace OciInterceptor.Commands.Output;

/// <summary>What oi-install and oi-uninstall are about to do, and have done or would do, for people.</summary>
internal sealed class InstallationReport(Terminal terminal)
{
    /// <summary>Shows changes before they are made.</summary>
    internal void Show(ChangeSet changes)
    {
        var text = new StringBuilder();
        foreach (var line in ChangeText.Lines(changes))
        {
            var colour = line[0] switch { '-' => Colour.Red, '+' => Colour.Green, '@' => Colour.Cyan, ' ' => Colour.None, _ => Colour.Bold };
            text.Append(terminal.Coloured(line, colour)).Append('\n');
        }
        terminal.Tell(text.ToString());
    }

    /// <summary>What there is to say behind them.</summary>
    internal static CommandResult Of(ChangeSet changes, bool isDryRun, string? reminder) => new(
        changes.IsEmpty ? "There is nothing to change.\n"
        : isDryRun ? "Nothing was changed: this was a dry run.\n"
        : reminder is not null ? reminder + "\n"
        : "");
}

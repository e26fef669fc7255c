using System.Globalization;
using System.Text;
using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Apply;

/// <summary>Effects for people: containers that are alike are one group, and show once what changes.</summary>
internal sealed class EffectText(Terminal terminal)
{
    // The width of the longest word, and two blanks.
    private const int Column = 16;

    // How many containers a group names.
    private const int Named = 8;

    private static readonly Comparer<((EffectKind Kind, string) Key, List<Effect> Group)> _worstFirst =
        Comparer<((EffectKind Kind, string) Key, List<Effect> Group)>.Create(static (one, other) => one.Key.CompareTo(other.Key));

    internal string Of(string title, ImmutableArray<Effect> effects)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{OneLine.Of(title)}: {effects.Length}\n");
        foreach (var ((kind, lines), group) in effects.GroupBy(effect => (effect.Kind, effect.Lines)).Order(_worstFirst))
        {
            var (word, colour) = Word(kind);
            text.Append("  ").Append(terminal.Coloured(word.PadRight(Column), colour)).Append(Names([.. group.Select(effect => OneLine.Of(effect.Name))])).Append('\n');
            foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }
        return text.ToString();
    }

    private static string Names(List<string> names) => names.Count <= Named
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names[..Named])} and {names.Count - Named} more");

    private static (string Word, Colour Colour) Word(EffectKind kind) => kind switch
    {
        EffectKind.Refused => ("refused", Colour.Red),
        EffectKind.StillRefused => ("refused as now", Colour.Yellow),
        EffectKind.Admitted => ("accepted now", Colour.Green),
        EffectKind.Changed => ("changed", Colour.Yellow),
        EffectKind.Unchanged => ("as now", Colour.Green),
        EffectKind.NotJudged => ("was not judged", Colour.Yellow),
        _ => ("cannot be read", Colour.Yellow),
    };
}

using System.Text;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.Output;

/// <summary>An explanation for people. Text that a container's author chose cannot control the terminal.</summary>
internal sealed class ExplanationText(Terminal terminal)
{
    // The width of the longest word for an outcome, and two blanks.
    private const int Column = 14;

    internal string Of(Explanation explanation)
    {
        var text = new StringBuilder();
        var origins = string.Join(", ", explanation.Origins);
        Line(text, origins.Length == 0 ? "No policy and no flag applies." : $"Policy: {origins}");
        foreach (var unread in explanation.NotRead)
        {
            Line(text, unread.Message, Colour.Yellow);
        }
        text.Append('\n');
        foreach (var decision in explanation.Decisions)
        {
            Add(text, decision, explanation);
        }
        foreach (var rule in explanation.NotReached)
        {
            Line(text, "not reached".PadRight(Column) + Title(rule));
        }
        text.Append(explanation.Policy.Rules.IsEmpty ? "" : "\n");
        if (explanation.Verdict.Refusal is not null)
        {
            Line(text, "The container is refused.", Colour.Red);
            AddShadows(text, explanation);
            return text.ToString();
        }
        if (explanation.Rule is null)
        {
            var diff = ReadableDiff.Between(explanation.Document, explanation.Verdict.Document);
            Line(text, diff.Count == 0 ? "Nothing is changed." : "The change:");
            AddDiff(text, diff, "");
        }
        if (explanation.ChangesAgain)
        {
            Line(text, explanation.Again is { Refusal: { } refusal, Decisions: [.., { Outcome: Outcome.Failed }] }
                ? $"The policy would refuse its own result: {refusal.Message}"
                : "The policy would change its own result again: a rule changes what the condition of another looks at.", Colour.Yellow);
        }
        AddShadows(text, explanation);
        return text.ToString();
    }

    private void AddShadows(StringBuilder text, Explanation explanation)
    {
        foreach (var shadow in explanation.Verdict.Shadows)
        {
            Line(text.Append('\n'), $"Shadow: {shadow.Name}. Nothing of it is applied; it sees the result of the rules above.", Colour.Cyan);
            foreach (var decision in explanation.DecisionsOf(shadow))
            {
                Add(text, decision, explanation);
            }
            if (shadow.Fault is { } fault)
            {
                Line(text, $"It is not evaluated: {fault}", Colour.Red);
            }
        }
        if (explanation.Verdict is { Refusal: not null } && !explanation.Policy.Shadows.IsEmpty)
        {
            Line(text.Append('\n'), $"Shadows not evaluated, as the container is refused: {string.Join(", ", explanation.Policy.Shadows.Select(static shadow => shadow.Name))}");
        }
    }

    // Of all rules the change is shown once, at the end; of some of them each has its own.
    private void Add(StringBuilder text, Decision decision, Explanation explanation)
    {
        var word = Explanation.Word(decision).PadRight(Column);
        var reason = decision.Reason is null ? "" : $": {decision.Reason}";
        text.Append(terminal.Coloured(word, ColourOf(decision.Outcome)));
        Line(text, Title(decision.Rule) + reason);
        if (Explanation.NoteOf(decision) is { } note)
        {
            Line(text.Append("".PadRight(Column)), note, Colour.Yellow);
        }
        if (decision.Runtime is { } notes)
        {
            Line(text.Append("".PadRight(Column)), notes.Message, Colour.Yellow);
        }
        if ((decision.Outcome == Outcome.Warned && decision.Reason is null) || explanation.Rule is not null)
        {
            AddDiff(text, ReadableDiff.Between(decision.Before, decision.After), "".PadRight(Column));
        }
    }

    private void AddDiff(StringBuilder text, List<string> diff, string indent)
    {
        foreach (var line in diff)
        {
            Line(text.Append(indent), line, line[0] switch { '-' => Colour.Red, '+' => Colour.Green, '@' => Colour.Cyan, _ => Colour.None });
        }
    }

    private void Line(StringBuilder text, string line, Colour colour = Colour.None) =>
        text.Append(terminal.Coloured(OneLine.Of(line), colour)).Append('\n');

    private static string Title(PolicyRule rule) => rule.Name == rule.Type ? $"{rule.Name} ({rule.Origin})" : $"{rule.Name} ({rule.Type}, {rule.Origin})";

    private static Colour ColourOf(Outcome outcome) => outcome switch
    {
        Outcome.Changed => Colour.Green,
        Outcome.Warned or Outcome.Skipped => Colour.Yellow,
        Outcome.Failed or Outcome.Denied => Colour.Red,
        _ => Colour.None,
    };
}

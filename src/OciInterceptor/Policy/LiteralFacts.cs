using OciInterceptor.Conditions;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Validation;

namespace OciInterceptor.Policy;

/// <summary>Warns of facts such as ${container.id} where a rule takes its text as it is written.</summary>
internal sealed class LiteralFacts(RuleType type, Findings findings)
{
    /// <summary>Checks a rule as it is written, its members' names included.</summary>
    internal void Check(JsonObject written)
    {
        foreach (var (name, value) in written.Members)
        {
            var member = name.AsText();
            Walk(member, 0, value, type.FactMembers.Contains(member));
        }
    }

    private void Walk(string member, int index, JsonValue value, bool takesFacts)
    {
        switch (value)
        {
            case JsonScalar { Kind: JsonKind.String } text:
                Warn(text, takesFacts ? LiteralPart(member, index, text.AsText()) : text.AsText());
                break;
            case JsonArray list:
                for (var i = 0; i < list.Items.Length; i++)
                {
                    Walk(member, i, list.Items[i], takesFacts);
                }
                break;
            case JsonObject json:
                foreach (var (name, inner) in json.Members)
                {
                    Warn(name, name.AsText());
                    Walk(name.AsText(), 0, inner, takesFacts);
                }
                break;
        }
    }

    // What comes before the first place where a fact may be.
    private string LiteralPart(string member, int index, string text)
    {
        try
        {
            return text.Contains("${", StringComparison.Ordinal) && type.FactsFrom is { } from ? text[..Math.Min(from(member, index, text), text.Length)] : "";
        }
        catch (InterceptorException)
        {
            // An error, which is told.
            return "";
        }
    }

    private void Warn(JsonScalar at, string text)
    {
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', start);
            if (end > 0 && (start == 0 || text[start - 1] != '$') && IsFact(text[(start + 2)..end]))
            {
                findings.Warning(at, $"facts are not expanded here, so {text[start..(end + 1)]} is taken literally");
            }
        }
    }

    // The name alone, or what follows it in a reference.
    private static bool IsFact(string inner) =>
        Facts.All.Any(fact => inner.StartsWith(fact.Name, StringComparison.Ordinal) && (inner.Length == fact.Name.Length || inner[fact.Name.Length] is ':' or '|'));
}

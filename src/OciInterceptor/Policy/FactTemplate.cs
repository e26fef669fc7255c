using System.Text;
using OciInterceptor.Conditions;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Schema;

namespace OciInterceptor.Policy;

/// <summary>A rule with facts in its values: it is read anew for each container, with the container's own.</summary>
internal sealed class FactTemplate
{
    private readonly JsonObject _written;
    private readonly RuleType _type;
    private readonly IHost _host;

    // An error names its place while the policy is read; later the rule's own place is enough.
    private bool _isRead;

    private ImmutableArray<FactReference> _facts = [];

    private FactTemplate(JsonObject written, RuleType type, IHost host) => (_written, _type, _host) = (written, type, host);

    /// <summary>Whether one of the facts is in a container's configuration, which an exec does not carry.</summary>
    internal bool NeedsConfiguration { get; private set; }

    /// <summary>The rule as it is with a sample in place of each fact.</summary>
    internal JsonObject Example { get; private set; } = JsonObject.Empty;

    /// <summary>The template in a rule of a policy; null if it has no facts.</summary>
    /// <exception cref="InterceptorException">A fact is unknown, or may not be there.</exception>
    internal static FactTemplate? Of(JsonObject written, RuleType type, IHost host)
    {
        var template = new FactTemplate(written, type, host);
        var example = template.Filled(template.Check, static _ => null);
        if (ReferenceEquals(example, written))
        {
            return null;
        }
        template.Example = example;
        template._isRead = true;
        return template;
    }

    /// <summary>An error of the example, with the facts as they are written in the policy.</summary>
    internal InterceptorException Error(InterceptorException error) => error is JsonFormatException e
        ? new JsonFormatException(e.Document, e.Line, e.Column, AsWritten(e.Cause), e.InnerException) { Offset = e.Offset }
        : new InterceptorException(AsWritten(error.Message), error.InnerException);

    /// <exception cref="InterceptorException">The container lacks a fact, or its value cannot be used.</exception>
    internal IRule RuleFor(Subject subject)
    {
        var written = Filled(fact => _type.IsForPeople ? fact.TextFor(subject) : fact.ValueFor(subject, _type.IsFreeText, _type.FactSeparators), text => _type.WhyNotFilled?.Invoke(text, subject.Spec?.Root?.Path));
        var members = new ObjectReader(written, [.. PolicyFileReader.RuleMembers, .. _type.Members], _host);
        var rule = _type.Read(members);
        rule = _type.ReadFiles?.Invoke(rule, members) ?? rule;
        return _type.WhyNotByFacts?.Invoke(rule) is { } why ? throw new InterceptorException(why) : rule;
    }

    private string Check(FactReference fact)
    {
        // What people read does not decide what the rule holds for.
        NeedsConfiguration |= fact.Fact.NeedsConfiguration && !_type.IsForPeople;
        return fact.Fact.Source == _type.ChangedFact ? throw new InterceptorException($"a rule of type {_type.Name} cannot take {fact.Name}: its result would change with each application")
            : !_type.IsFreeText && fact.Fact.IsForeign && fact.Pattern is null ? throw new InterceptorException($"{fact.Name} is not controlled by the operator: want a pattern, such as ${{{fact.Name}|[a-z]*}}")
            : SampleOf(fact);
    }

    private string SampleOf(FactReference fact)
    {
        var index = 0;
        while (index < _facts.Length && _facts[index].Name != fact.Name)
        {
            index++;
        }
        _facts = index == _facts.Length ? _facts.Add(fact) : _facts;
        return Sample(index);
    }

    // For reading the policy: a word that every fact could have, and no policy has.
    private static string Sample(int index) => $"a0fact{index}x";

    private string AsWritten(string message)
    {
        for (var i = 0; i < _facts.Length; i++)
        {
            message = message.Replace(Sample(i), _facts[i].Text, StringComparison.Ordinal);
        }
        return message;
    }

    private JsonObject Filled(Func<FactReference, string> valueOf, Func<string, string?> whyNot)
    {
        var filled = _written;
        foreach (var name in _type.FactMembers)
        {
            if (_written.Entry(name) is { } value && Filled(name, 0, value, valueOf, whyNot) is var after && !ReferenceEquals(after, value))
            {
                filled = filled.WithEntry(name, after);
            }
        }
        return filled;
    }

    private JsonValue Filled(string member, int index, JsonValue value, Func<FactReference, string> valueOf, Func<string, string?> whyNot)
    {
        switch (value)
        {
            case JsonScalar { Kind: JsonKind.String } text when text.AsText().Contains("${", StringComparison.Ordinal):
                try
                {
                    var start = _type.FactsFrom?.Invoke(member, index, text.AsText()) ?? 0;
                    if (start >= text.AsText().Length)
                    {
                        return text;
                    }
                    var whole = Filled(text.AsText(), start, valueOf);
                    return whyNot(whole[start..]) is { } why ? throw new InterceptorException(why) : JsonScalar.Of(whole);
                }
                catch (InterceptorException e) when (!_isRead)
                {
                    throw text.Error(e.Message, e);
                }
            case JsonArray list:
                var items = ImmutableArray.CreateBuilder<JsonValue>(list.Items.Length);
                for (var i = 0; i < list.Items.Length; i++)
                {
                    items.Add(Filled(member, i, list.Items[i], valueOf, whyNot));
                }
                var all = items.MoveToImmutable();
                return all.AsSpan().SequenceEqual(list.Items.AsSpan()) ? list : new JsonArray(all);
            case JsonObject json:
                foreach (var (name, inner) in json.Members)
                {
                    var after = Filled(name.AsText(), 0, inner, valueOf, whyNot);
                    json = ReferenceEquals(after, inner) ? json : json.WithEntry(name.AsText(), after);
                }
                return json;
            default:
                return value;
        }
    }

    // "$${" is a literal "${".
    private static string Filled(string text, int from, Func<FactReference, string> valueOf)
    {
        var result = new StringBuilder(text[..from]);
        var at = from;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var start)
        {
            result.Append(text, at, start - at);
            if (start > at && text[start - 1] == '$')
            {
                result.Append('{');
                at = start + 2;
                continue;
            }
            var end = text.IndexOf('}', start);
            result.Append(end < 0 ? throw new InterceptorException($"a fact without its end: {text[start..]}") : valueOf(FactReference.Read(text[(start + 2)..end])));
            at = end + 1;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }
}

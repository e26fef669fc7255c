using OciInterceptor.Conditions;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Policy;

/// <summary>A fact in a text of a policy: ${NAME}, ${NAME:WHICH}, and with a glob for its value ${NAME|PATTERN}.</summary>
/// <param name="Fact">What is asked.</param>
/// <param name="Which">Which of several of its kind; empty for others.</param>
/// <param name="Pattern">What the value must match; null for anything.</param>
internal sealed record FactReference(Fact Fact, string Which, Glob? Pattern)
{
    // Far more than names need.
    private const int MaxLength = 128;

    // An image's name with its digest, and more.
    private const int MaxShown = 256;

    /// <summary>As in the policy, without the pattern.</summary>
    internal string Name => Which.Length > 0 ? $"{Fact.Name}:{Which}" : Fact.Name;

    /// <summary>As in the policy.</summary>
    internal string Text => Pattern is null ? $"${{{Name}}}" : $"${{{Name}|{Pattern.Pattern}}}";

    /// <summary>What is between "${" and "}".</summary>
    /// <exception cref="InterceptorException">The fact is unknown, or lacks what it needs.</exception>
    internal static FactReference Read(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        var name = bar < 0 ? text : text[..bar];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? name : name[..colon];
        var fact = Facts.Find(kind)
            ?? throw new InterceptorException($"unknown fact \"{kind}\"{NearestName.Hint(kind, Facts.All.Select(known => known.Name))}; write $${{ for a \"${{\" that is meant literally");
        return fact.IsNamed != (colon >= 0) || name.EndsWith(':') ? throw new InterceptorException(fact.IsNamed ? $"the fact {kind} needs a name: ${{{kind}:NAME}}" : $"the fact {kind} takes no name")
            : bar >= 0 && bar == text.Length - 1 ? throw new InterceptorException($"the fact {name} has an empty pattern")
            : new FactReference(fact, colon < 0 ? "" : name[(colon + 1)..], bar < 0 ? null : PatternOf(name, text[(bar + 1)..]));
    }

    /// <summary>The value for a container.</summary>
    /// <param name="subject">The container and the call.</param>
    /// <param name="isFree">Whether any text will do; otherwise it must be a plain word, whatever the pattern: letters, digits, ".", "_" and "-", and none of the last three at the start.</param>
    /// <param name="separators">Which of these characters the word must not have either.</param>
    /// <exception cref="InterceptorException">The container has no such value, or one that is not wanted.</exception>
    internal string ValueFor(Subject subject, bool isFree, string separators = "")
    {
        var value = Fact.Value(subject, Which) ?? throw new InterceptorException($"the container has no {Name}");
        // Programs end a text there, so that it would be another one for each of them.
        return value.Contains('\0', StringComparison.Ordinal) ? throw new InterceptorException($"{Name} has the character U+0000, which no value may have")
            : Pattern?.Matches(value) == false ? throw new InterceptorException($"{Name} does not match {Pattern.Pattern}")
            : !isFree && !IsWord(value) ? throw new InterceptorException($"{Name} must be at most {MaxLength} letters, digits, \".\", \"_\" and \"-\", with a letter or digit at the start, to be part of a path or an option")
            : value.AsSpan().IndexOfAny(separators) >= 0 ? throw new InterceptorException($"{Name} must have none of the characters {separators}, which separate parts of the value")
            : value;
    }

    /// <summary>The value for people to read, or why it is missing: one line, cut short, and without what may be a secret.</summary>
    internal string TextFor(Subject subject)
    {
        try
        {
            var value = ValueFor(subject, isFree: true);
            // The others are names, in which "auth" and "key" are words as any.
            return Fact.IsNamed && (SecretName.Is(Which) || SecretText.Is(value)) ? "…" : OneLine.Of(Shortened(value));
        }
        catch (InterceptorException e)
        {
            return $"({OneLine.Of(Shortened(e.Message))})";
        }
    }

    // Both halves of a surrogate pair, or none.
    private static string Shortened(string text) =>
        text.Length <= MaxShown ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown), "…");

    private static Glob PatternOf(string name, string text)
    {
        var pattern = new Glob(text);
        return pattern.HasUnclosedSet ? throw new InterceptorException($"the fact {name} has an unclosed \"[\" in its pattern \"{text}\": write \\[ for a literal one; a pattern cannot hold \"}}\"") : pattern;
    }

    private static bool IsWord(string value) =>
        value.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(value[0]) && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}

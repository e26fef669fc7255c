using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Commands.Testing;

/// <summary>Reads the "expect" of a test. One that could not fail is an error.</summary>
internal static class ExpectationReader
{
    /// <summary>The outcomes that a test may expect of a rule, in the words of oi-explain.</summary>
    internal static ImmutableArray<string> Words { get; } =
        ["changed", "unchanged", "not matched", "not for exec", "would change", "would refuse", "denied", "failed", "skipped", "off", "not reached"];

    private static readonly ImmutableArray<Member> _refusal =
    [
        new("message", Shape.Text, "The rule's message, exactly."),
        new("contains", Shape.Text, "A part of the whole message, which also names the rule."),
        new("rule", Shape.Text, "The name of the rule that refuses."),
    ];

    private static readonly Shape _refusalShape = new Shape.Either(Shape.Text, new Shape.Filled(new Shape.Record(_refusal)));

    private static readonly Shape _outcomes = new Shape.Either(Shape.Texts, new Shape.Filled(new Shape.MapOf(new Shape.Word(Words))));

    /// <summary>The members of "expect".</summary>
    internal static ImmutableArray<Member> Members { get; } =
    [
        new("denied", _refusalShape, "A rule denies the container: a part of the message, or more about it."),
        new("failed", _refusalShape, "A rule cannot be applied, so that the container is refused: a part of the message, or more about it."),
        new("unchanged", Shape.Flag, "true: the policy changes nothing."),
        new("rules", _outcomes, "The names of the rules that change the document, and no others do; or the outcomes of single rules by name."),
        new("values", new Shape.Filled(new Shape.MapOf(Shape.Any)), "Values of the result by JSON Pointer (RFC 6901)."),
        new("contains", new Shape.Filled(new Shape.MapOf(new Shape.Filled(new Shape.ListOf(Shape.Any)))), "Items that lists of the result have, by the list's JSON Pointer."),
        new("lacks", new Shape.Filled(new Shape.MapOf(new Shape.Filled(new Shape.ListOf(Shape.Any)))), "Items that lists of the result do not have, by the list's JSON Pointer."),
        new("absent", new Shape.Filled(Shape.Texts), "JSON Pointers at which the result has nothing."),
        new("golden", Shape.Text, "The file with the whole result, relative to this file; --update writes it."),
    ];

    /// <exception cref="InterceptorException">It is malformed, expects nothing, or contradicts itself; the message names the place.</exception>
    internal static TestExpectation Read(ObjectReader expect, JsonValue at)
    {
        var expectation = new TestExpectation
        {
            Denied = Refusal(expect, "denied"),
            Failed = Refusal(expect, "failed"),
            Unchanged = !expect.Has("unchanged") || expect.Flag("unchanged") ? expect.Raw("unchanged")
                : throw expect.Error("unchanged", "unchanged must be true: to expect a change, name it"),
            Changing = expect.Raw("rules") is JsonArray list && expect.Texts("rules").Length == list.Items.Length ? list : null,
            Outcomes = expect.Raw("rules") is JsonArray ? [] : Filled(expect, "rules").Map(entry => Outcome(entry, expect)),
            Values = Pointers(expect, "values"),
            Contained = Pointers(expect, "contains").Map(entry => Listed(entry, "contains")),
            Lacking = Pointers(expect, "lacks").Map(entry => Listed(entry, "lacks")),
            Absent = Absent(expect),
            Golden = expect.Text("golden") is { Length: > 0 } ? (JsonScalar)expect.Raw("golden")! : expect.Has("golden") ? throw expect.Error("golden", "golden must not be empty") : null,
        };
        if (at is JsonObject { Members.IsEmpty: true })
        {
            throw at.Error("a test that expects nothing cannot fail: want one of " + string.Join(", ", Members.Map(member => member.Name).AsSpan()!));
        }
        RefuseContradiction(expect, expectation);
        return expectation;
    }

    // A refused container has no result.
    private static void RefuseContradiction(ObjectReader expect, TestExpectation expectation)
    {
        if (expectation is { Denied: not null, Failed: not null })
        {
            throw expect.Error("failed", "\"denied\" and \"failed\" cannot both be expected");
        }
        if (expectation.ExpectsRefusal && ((string[])["unchanged", "values", "contains", "lacks", "absent", "golden"]).FirstOrDefault(expect.Has) is { } lost)
        {
            throw expect.Error(lost, $"a refused container has no result: \"{lost}\" cannot be expected with a refusal");
        }
        if (expectation is { Unchanged: not null, Changing.Items.IsEmpty: false })
        {
            throw expect.Error("unchanged", "\"unchanged\" cannot be expected with rules that change something");
        }
    }

    private static ExpectedRefusal? Refusal(ObjectReader expect, string name) => expect.Raw(name) switch
    {
        null => null,
        JsonScalar { Kind: JsonKind.String } part => new ExpectedRefusal(part) { Part = NotEmpty(part) },
        JsonObject { Members.IsEmpty: true } => throw expect.Error(name, $"{name} must not be empty"),
        JsonObject json => Refusal(json, expect.Record(name, _refusal)!),
        _ => throw expect.Error(name, $"{name} must be a string or an object"),
    };

    private static ExpectedRefusal Refusal(JsonObject json, ObjectReader members) => new(json)
    {
        Message = members.Text("message"),
        Part = members.Text("contains") is { } ? NotEmpty((JsonScalar)members.Raw("contains")!) : null,
        Rule = members.Text("rule"),
    };

    private static string NotEmpty(JsonScalar part) =>
        part.AsText() is { Length: > 0 } text ? text : throw part.Error("a part of a message must not be empty: every message has it");

    private static KeyValuePair<string, JsonValue> Outcome(KeyValuePair<string, JsonValue> entry, ObjectReader expect) =>
        entry.Value is JsonScalar { Kind: JsonKind.String } word && Words.Contains(word.AsText()) ? entry
        : entry.Value is JsonScalar { Kind: JsonKind.String } other
            ? throw other.Error($"the outcome of \"{entry.Key}\" must be one of {string.Join(", ", Words.AsSpan()!)}, not \"{other.AsText()}\"{NearestName.Hint(other.AsText(), Words)}")
            : throw (entry.Value.Text is null ? expect.Error("rules", "rules must have strings") : entry.Value.Error($"the outcome of \"{entry.Key}\" must be a string"));

    private static ImmutableArray<KeyValuePair<string, JsonValue>> Filled(ObjectReader expect, string name) =>
        expect.Object(name) is { Members.IsEmpty: true } ? throw expect.Error(name, $"{name} must not be empty") : expect.Entries(name);

    /// <summary>The members of an object whose names are JSON Pointers.</summary>
    /// <exception cref="InterceptorException">It has no members, or a name is not a pointer.</exception>
    internal static ImmutableArray<KeyValuePair<string, JsonValue>> Pointers(ObjectReader expect, string name) => Filled(expect, name).Map(entry =>
    {
        Check(entry.Key, cause => expect.Error(name, entry.Key, cause));
        return entry;
    });

    private static KeyValuePair<string, JsonValue> Listed(KeyValuePair<string, JsonValue> entry, string name) =>
        entry.Value is JsonArray { Items.IsEmpty: false } ? entry : throw entry.Value.Error($"{name} must have a list with items at \"{entry.Key}\"");

    private static ImmutableArray<JsonScalar> Absent(ObjectReader expect)
    {
        var pointers = expect.Texts("absent").IsEmpty && expect.Has("absent") ? throw expect.Error("absent", "absent must not be empty")
            : expect.Items("absent").Map(item => (JsonScalar)item);
        foreach (var pointer in pointers)
        {
            Check(pointer.AsText(), cause => pointer.Error(cause));
        }
        return pointers;
    }

    private static void Check(string pointer, Func<string, InterceptorException> error)
    {
        try
        {
            _ = JsonPointer.Parse(pointer);
        }
        catch (InterceptorException e)
        {
            throw error(e.Message);
        }
    }
}

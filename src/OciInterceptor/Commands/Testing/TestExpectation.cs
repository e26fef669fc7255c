using OciInterceptor.Json;

namespace OciInterceptor.Commands.Testing;

/// <summary>What a test expects; null or empty where it expects nothing.</summary>
internal sealed record TestExpectation
{
    /// <summary>That a rule denies the container.</summary>
    internal ExpectedRefusal? Denied { get; init; }

    /// <summary>That a rule cannot be applied, so that the container is refused.</summary>
    internal ExpectedRefusal? Failed { get; init; }

    /// <summary>That nothing is changed.</summary>
    internal JsonValue? Unchanged { get; init; }

    /// <summary>The rules that change the document, and no others do.</summary>
    internal JsonArray? Changing { get; init; }

    /// <summary>The outcomes of single rules, in the words of oi-explain, by the rules' names.</summary>
    internal ImmutableArray<KeyValuePair<string, JsonValue>> Outcomes { get; init; } = [];

    /// <summary>Values of the result by JSON Pointer.</summary>
    internal ImmutableArray<KeyValuePair<string, JsonValue>> Values { get; init; } = [];

    /// <summary>Items that a list of the result has, by the list's JSON Pointer.</summary>
    internal ImmutableArray<KeyValuePair<string, JsonValue>> Contained { get; init; } = [];

    /// <summary>Items that a list of the result does not have, by the list's JSON Pointer.</summary>
    internal ImmutableArray<KeyValuePair<string, JsonValue>> Lacking { get; init; } = [];

    /// <summary>JSON Pointers at which the result has nothing.</summary>
    internal ImmutableArray<JsonScalar> Absent { get; init; } = [];

    /// <summary>The file with the whole result, relative to the test file.</summary>
    internal JsonScalar? Golden { get; init; }

    /// <summary>Whether a refusal is among what is expected.</summary>
    internal bool ExpectsRefusal => Denied is not null || Failed is not null
        || Outcomes.Any(outcome => outcome.Value is JsonScalar word && word.AsText() is "denied" or "failed");
}

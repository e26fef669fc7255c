using System.Text;
using OciInterceptor.Commands.Output;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands.Testing;

/// <summary>Compares what a policy made of a document with what a test expects. Golden files are compared by <see cref="GoldenFiles"/>.</summary>
/// <param name="test">The test.</param>
/// <param name="rules">All rules of the policy.</param>
/// <param name="verdict">The policy's result.</param>
/// <param name="before">The document.</param>
internal sealed class ExpectationCheck(PolicyTest test, ImmutableArray<PolicyRule> rules, Verdict verdict, JsonObject before)
{
    private readonly List<Mismatch> _found = [];

    // Those of shadows follow.
    private readonly ImmutableArray<Decision> _decisions = verdict.AllDecisions;

    private JsonObject After => verdict.Document;

    internal ImmutableArray<Mismatch> All()
    {
        var expected = test.Expectation;
        CheckOutcomes();
        if (verdict.Refusal is { } refusal && !expected.ExpectsRefusal)
        {
            Add(test.At, "the container", "not refused", refusal.Message);
            return [.. _found];
        }
        CheckRefusal(expected.Denied, Outcome.Denied, "denied");
        CheckRefusal(expected.Failed, Outcome.Failed, "failed");
        if (expected.Unchanged is { } unchanged && !JsonValue.Same(before, After))
        {
            _found.Add(new Mismatch(PlaceOf(unchanged), "the document is changed") { Difference = [.. ReadableDiff.Between(before, After)] });
        }
        foreach (var (pointer, value) in expected.Values)
        {
            CheckValue(pointer, value);
        }
        foreach (var (pointer, items) in expected.Contained)
        {
            CheckItems(pointer, items, isWanted: true);
        }
        foreach (var (pointer, items) in expected.Lacking)
        {
            CheckItems(pointer, items, isWanted: false);
        }
        foreach (var pointer in expected.Absent)
        {
            if (TryFind(pointer.AsText(), pointer, out var value) && value is not null)
            {
                Add(pointer, pointer.AsText(), "nothing", Text(value));
            }
        }
        return [.. _found];
    }

    /// <summary>Where a value of a test file is: file, line and column.</summary>
    internal static string PlaceOf(JsonValue value) => value.Error("") is JsonFormatException at ? string.Create(null, $"{at.Document}:{at.Line}:{at.Column}") : "";

    private void Add(JsonValue at, string what, string expected, string got) => _found.Add(new Mismatch(PlaceOf(at), what) { Expected = expected, Got = got });

    private void CheckRefusal(ExpectedRefusal? expected, Outcome outcome, string word)
    {
        if (expected is null)
        {
            return;
        }
        var last = verdict.Refusal is null ? null : verdict.Decisions[^1];
        if (last?.Outcome != outcome)
        {
            Add(expected.At, "the container", word, last is null ? "not refused" : $"{Explanation.Word(last)}: {verdict.Refusal!.Message}");
            return;
        }
        if (expected.Rule is { } rule && last.Rule.Name != rule)
        {
            Add(expected.At, "the rule that refuses", rule, last.Rule.Name);
        }
        if (expected.Message is { } message && last.Reason != message)
        {
            Add(expected.At, "the rule's message", message, last.Reason ?? "");
        }
        if (expected.Part is { } part && !verdict.Refusal!.Message.Contains(part, StringComparison.Ordinal))
        {
            Add(expected.At, "the message", $"… {part} …", verdict.Refusal.Message);
        }
    }

    // Of several rules with one name, the first that did more than nothing is meant.
    private void CheckOutcomes()
    {
        foreach (var (name, value) in test.Expectation.Outcomes)
        {
            var wanted = ((JsonScalar)value).AsText();
            var words = new List<string>();
            for (var i = 0; i < rules.Length; i++)
            {
                if (rules[i].Name == name)
                {
                    words.Add(i < _decisions.Length ? Explanation.Word(_decisions[i]) : "not reached");
                }
            }
            if (!words.Contains(wanted))
            {
                Add(value, $"the rule \"{name}\"", wanted, string.Join(", ", words) + ReasonOf(name));
            }
        }
        if (test.Expectation.Changing is { } changing)
        {
            var wanted = changing.Items.Select(item => ((JsonScalar)item).AsText()).Order(StringComparer.Ordinal);
            var names = verdict.Decisions.Where(decision => decision.Outcome == Outcome.Changed).Select(decision => decision.Rule.Name).ToList();
            if (string.Join('\n', wanted) != string.Join('\n', names.Order(StringComparer.Ordinal)))
            {
                Add(changing, "the rules that changed", List(changing.Items.Select(item => ((JsonScalar)item).AsText())), List(names));
            }
        }

        static string List(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
    }

    private string ReasonOf(string rule) => _decisions.FirstOrDefault(decision => decision.Rule.Name == rule)?.Reason is { } reason ? $": {reason}" : "";

    private void CheckValue(string pointer, JsonValue wanted)
    {
        if (!TryFind(pointer, wanted, out var value) || (value is not null && JsonComparison.AreEqual(value, wanted)))
        {
            return;
        }
        if ((value, wanted) is (JsonObject, JsonObject) or (JsonArray, JsonArray))
        {
            _found.Add(new Mismatch(PlaceOf(wanted), pointer) { Difference = [.. ReadableDiff.Between(wanted, value)] });
            return;
        }
        Add(wanted, pointer, Text(wanted), value is null ? "nothing" : Text(value));
    }

    private void CheckItems(string pointer, JsonValue items, bool isWanted)
    {
        if (!TryFind(pointer, items, out var value))
        {
            return;
        }
        foreach (var item in ((JsonArray)items).Items)
        {
            // A list that is not there lacks everything, but so does every pointer with a mistake in it.
            if (value is not JsonArray list || list.Items.Any(one => JsonComparison.AreEqual(one, item)) != isWanted)
            {
                Add(item, pointer, $"a list {(isWanted ? "with" : "without")} {Text(item)}", value is null ? "nothing" : Text(value));
            }
        }
    }

    // An index that the list does not have, by its spelling, is for the author of the test.
    private bool TryFind(string pointer, JsonValue at, out JsonValue? value)
    {
        try
        {
            value = JsonTree.Find(After, pointer);
            return true;
        }
        catch (InterceptorException e)
        {
            value = null;
            Add(at, pointer, "a JSON Pointer into the result", e.Message);
            return false;
        }
    }

    private static string Text(JsonValue value) => PrintableJson.Of(Encoding.UTF8.GetString(CompactJson.Of(value).Span));
}

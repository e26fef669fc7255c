using System.Text;
using System.Text.Json;
using Fuzz.Models;
using Fuzz.Mutation;
using Fuzz.Oracles;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Validation;

namespace Fuzz.Targets;

/// <summary>config.json, and the document of an exec.</summary>
internal sealed class DocumentTarget(Repository repository) : ITarget
{
    private const string File = "config.json";

    private const int Shares = 5;

    private readonly Policies _policies = new(repository);

    public string Name => "document";

    public int InputsARound => 100;

    public IReadOnlyList<IMutator> Mutators { get; } = MutatorSet.OfJson(repository.Words("json"));

    public bool Run(byte[] input)
    {
        if (Parse(input) is not JsonObject root)
        {
            return false;
        }
        new DocumentCheck(new Findings()).Check(root);
        CheckChain(input, root, _policies.Chain.Apply(new RuntimeSpec(root), "create", "c1", _policies.Host));
        CheckChain(input, root, _policies.Chain.Apply(new Process(root), "c1", _policies.Host));
        // Some of the rules, always the same for one input: all would take most of the time.
        for (var i = input.Length % Shares; i < _policies.Golden.Length; i += Shares)
        {
            CheckIdempotence(_policies.Golden[i], root);
        }
        CheckVisibility(input, root);
        return true;
    }

    // Null if it is refused; what is refused has a cause.
    private static JsonValue? Parse(byte[] input)
    {
        var read = ReaderOutline.Read(input, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        CheckOutline(input, read);
        var isJson = read is not null;
        try
        {
            var value = JsonText.Parse(input, File);
            OracleException.Require(isJson, () => "the document is read, and is not JSON");
            return value;
        }
        catch (InterceptorException e)
        {
            OracleException.Require(!isJson, () => $"the document is JSON, and is refused: {e.Message}");
            OracleException.Require(e.Message.Contains("not valid JSON: ", StringComparison.Ordinal), () => $"the refusal has no cause: {e.Message}");
            return null;
        }
    }

    // Where the scanner refuses JSON the reader takes its place, which costs time and would not be noticed.
    private static void CheckOutline(byte[] input, List<(int Start, int End, int Length)>? read)
    {
        var outline = new JsonOutline(input.Length, JsonText.MaxDepth);
        var isTaken = StrictScanner.TryOutline(input, outline, isRelaxed: false);
        OracleException.Require(isTaken == read is not null, () => $"the scanner says {isTaken}, and the reader does not");
        var difference = ReaderOutline.Difference(read ?? [], outline);
        OracleException.Require(difference is null, () => difference!);
    }

    private static void CheckChain(byte[] input, JsonObject root, Verdict verdict)
    {
        OracleException.Require(verdict.Refusal is null, () => $"a rule that may be skipped refuses: {verdict.Refusal!.Message}");
        var result = Change.Check(input, root, verdict.Document);
        if (!ReferenceEquals(root, verdict.Document))
        {
            _ = JsonText.Parse(result, "the result");
            _ = ReadableDiff.Between(root, verdict.Document);
        }
    }

    private static void CheckIdempotence(PolicyRule rule, JsonObject root)
    {
        // That one refuses its own result, as its page says.
        if (rule.Rule is PatchRule { RefusesAbsence: true })
        {
            return;
        }
        var once = Applied(rule, root);
        if (once is not null && !ReferenceEquals(once, root))
        {
            var twice = Applied(rule, once);
            OracleException.Require(twice is not null && JsonValue.Same(once, twice), () =>
                $"the rule \"{rule.Name}\" of {rule.Origin} changes its own result {Text(once)}, and makes {(twice is null ? "a refusal" : Text(twice))}");
        }
    }

    private static JsonObject? Applied(PolicyRule rule, JsonObject root)
    {
        try
        {
            return rule.Rule.Apply(new RuntimeSpec(root)).Json;
        }
        catch (InterceptorException)
        {
            return null;
        }
    }

    private void CheckVisibility(byte[] input, JsonObject root)
    {
        var unchanged = ReferenceTree.Parse(input);
        foreach (var (rule, policy) in _policies.Visible)
        {
            var verdict = policy.Apply(new RuntimeSpec(root), "create", "c1", _policies.Host);
            if (verdict.Refusal is null)
            {
                var result = ReferenceEquals(root, verdict.Document) ? unchanged : ReferenceTree.Parse(Change.Written(verdict.Document));
                OracleException.Require(rule.Blind(result) is null, () => $"{rule.Blind(result)} does not see {rule.Name} in {Text(verdict.Document)}");
            }
        }
    }

    private static string Text(JsonValue value) => Encoding.UTF8.GetString(Change.Written(value));
}

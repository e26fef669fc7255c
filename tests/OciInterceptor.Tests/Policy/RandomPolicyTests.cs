using System.Buffers;
using System.Globalization;
using System.Text;
using Fuzz.Models;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json.Patching;

namespace OciInterceptor.Tests.Policy;

/// <summary>
/// Random policies over random documents: nothing but an InterceptorException ever comes of one; Law 3, lossless;
/// Law 7, idempotent.
/// </summary>
public sealed class RandomPolicyTests
{
    private const int Documents = 1_000;

    // Fewer do not come to every outcome.
    private const int FewestCases = 500;

    // Raised by build/test.sh; a case's number is the seed of its policy, and of its document by the number of documents.
    private static int Cases =>
        int.TryParse(Environment.GetEnvironmentVariable("OCI_INTERCEPTOR_FUZZ_CASES"), CultureInfo.InvariantCulture, out var cases) ? Math.Clamp(cases, FewestCases, 10_000) : 1_000;

    [Fact]
    public void What_no_operation_names_is_as_it_was()
    {
        var outcomes = new HashSet<(string, Outcome)>();
        ForAll((policy, bytes, verb) =>
        {
            var (verdict, patch) = Judge(policy, bytes, verb);
            outcomes.UnionWith(verdict.Decisions.Select(decision => (decision.Rule.Type, decision.Outcome)));
            if (verdict.Refusal is { } refusal)
            {
                refusal.Message.Should().NotBeEmpty();
                patch.IsEmpty.Should().BeTrue("a refused document stays as it is");
            }
            var result = patch.Splice(bytes);
            var expected = ReferenceTree.Parse(bytes);
            foreach (var operation in patch.Operations)
            {
                expected.Apply(operation.Op, operation.Path, operation.Value is null ? null : ReferenceTree.Parse(Written(operation.Value)));
            }
            ReferenceTree.Parse(result).Tokens().Should().Be(expected.Tokens());
        });
        RuleTypes.All.Where(type => !outcomes.Contains((type.Name, type.NeedsCondition ? Outcome.Denied : Outcome.Changed)))
            .Select(type => type.Name).Should().BeEmpty("the cases reach every type of rule");
        outcomes.Select(outcome => outcome.Item2).Should().Contain([Outcome.NotMatched, Outcome.Unchanged, Outcome.Warned, Outcome.Off, Outcome.Skipped, Outcome.Failed, Outcome.NotForExec]);
    }

    [Fact]
    public void Each_rule_changes_its_own_result_no_more() => ForAll((policy, bytes, verb) =>
    {
        foreach (var rule in policy.Rules)
        {
            // A condition may look at what the rule itself changes: that is the operator's wish.
            var alone = new EffectivePolicy(policy.Settings, [rule with { When = null }]);
            var (verdict, patch) = Judge(alone, bytes, verb);
            if (verdict.Refusal is null && !patch.IsEmpty)
            {
                var once = patch.Splice(bytes);
                var (again, second) = Judge(alone, once, verb);
                again.Refusal.Should().BeNull();
                second.Operations.Should().BeEmpty($"{rule.Name} {rule.Rule} has done its work");
            }
        }
    });

    private static void ForAll(Action<EffectivePolicy, byte[], string> property)
    {
        for (var number = 0; number < Cases; number++)
        {
            var documents = new Random(number % Documents);
            // The first cases, one a type of rule, show what the rules do to a document as it is.
            var isWhole = number < RuleTypes.All.Length;
            var isExec = documents.Next(4) == 0 && !isWhole;
            var bytes = isWhole ? MutatedDocument.Captured("docker-20.10-privileged") : new MutatedDocument(documents).Write();
            if (isExec)
            {
                bytes = Process(bytes);
            }
            var policy = new RandomPolicy(new Random(number)).Make(RuleTypes.All[number % RuleTypes.All.Length]);
            try
            {
                property(policy, bytes, isExec ? "exec" : "create");
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"case {number}: {e.Message}\n{string.Join('\n', policy.Rules.Select(rule => $"{rule.Name} {rule.Rule}"))}\n{Encoding.UTF8.GetString(bytes)}", e);
            }
        }
    }

    private static (Verdict Verdict, DocumentPatch Patch) Judge(EffectivePolicy policy, byte[] bytes, string verb)
    {
        var root = (JsonObject)JsonText.Parse(bytes, "config.json");
        var verdict = verb == "exec"
            ? policy.Apply(new OciInterceptor.Spec.Process(root), "c1", RandomPolicy.Host)
            : policy.Apply(new RuntimeSpec(root), verb, "c1", RandomPolicy.Host);
        return (verdict, DocumentPatch.Between(root, verdict.Document));
    }

    // The document of an exec is the process of a container's; of one that has none, the whole.
    private static byte[] Process(byte[] bytes) =>
        JsonText.Parse(bytes, "config.json") is JsonObject root && root.Members.FirstOrDefault(member => member.Name.AsText() == "process").Value is JsonObject process
            ? process.Source.ToArray()
            : bytes;

    // As bytes: a document's strings may have some that are no UTF-8.
    private static byte[] Written(JsonValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        value.WriteTo(output);
        return output.WrittenSpan.ToArray();
    }
}

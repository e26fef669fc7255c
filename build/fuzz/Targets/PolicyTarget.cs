using System.Text;
using Fuzz.Models;
using Fuzz.Mutation;
using Fuzz.Oracles;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Validation;

namespace Fuzz.Targets;

/// <summary>Policy files: read, checked as oi-validate does, and applied to documents that engines made.</summary>
internal sealed class PolicyTarget(Repository repository) : ITarget
{
    private const string File = "policy.json";

    private readonly byte[][] _documents = [repository.Document("docker-20.10-run.json"), repository.Document("podman-4.3-run.json"), "{}"u8.ToArray()];

    private readonly FuzzHost _host = new Policies(repository).Host;

    public string Name => "policy";

    public int InputsARound => 860;

    public IReadOnlyList<IMutator> Mutators { get; } = MutatorSet.OfJson(repository.Words("json"));

    public bool Run(byte[] input)
    {
        var isJson = StrictJson.AcceptsCommented(input);
        var findings = new Findings();
        new PolicyCheck(File, _host, findings).Check(input);
        var policy = Read(input, out var refusal);
        OracleException.Require(policy is null || isJson, () => "the policy is read, and is not JSON with comments");
        // A file that a rule names and that cannot be used is an error of oi-validate's, and of the rule alone in a call.
        OracleException.Require((policy is null || policy.Rules.Any(static rule => rule.Fault is not null)) == findings.All.Any(finding => finding.Severity == Severity.Error), () =>
            $"oi-validate and a call differ about the policy: {refusal?.Message ?? "it is read"}; {string.Join("; ", findings.All.Select(finding => finding.Message))}");
        if (policy is null)
        {
            return false;
        }
        foreach (var document in _documents)
        {
            Apply(policy, document);
        }
        return true;
    }

    private PolicyFile? Read(byte[] input, out InterceptorException? refusal)
    {
        refusal = null;
        try
        {
            return PolicyFileReader.Read(File, input, _host);
        }
        catch (InterceptorException e)
        {
            refusal = e;
            return null;
        }
    }

    private void Apply(PolicyFile policy, byte[] document)
    {
        var root = (JsonObject)JsonText.Parse(document, "config.json");
        foreach (var rule in policy.Rules)
        {
            // A condition may look at what the rule itself changes: that is the operator's wish.
            var alone = new EffectivePolicy(policy.Settings, [rule with { When = null }]);
            var verdict = alone.Apply(new RuntimeSpec(root), "create", "c1", _host);
            // A patch that refuses what is missing refuses its own result, as its page says.
            if (verdict.Refusal is null && !ReferenceEquals(verdict.Document, root) && rule.Rule is not PatchRule { RefusesAbsence: true })
            {
                var again = alone.Apply(new RuntimeSpec(verdict.Document), "create", "c1", _host);
                OracleException.Require(again.Refusal is null && JsonValue.Same(again.Document, verdict.Document), () =>
                    $"the rule \"{rule.Name}\" changes its own result {Encoding.UTF8.GetString(Change.Written(verdict.Document))}: {again.Refusal?.Message ?? Encoding.UTF8.GetString(Change.Written(again.Document))}");
            }
        }
        var whole = new EffectivePolicy(policy.Settings, policy.Rules);
        Check(document, root, whole.Apply(new RuntimeSpec(root), "create", "c1", _host));
        Check(document, root, whole.Apply(new Process(root), "c1", _host));
    }

    private static void Check(byte[] document, JsonObject root, Verdict verdict)
    {
        Change.Check(document, root, verdict.Document);
        OracleException.Require(verdict.Refusal is null || ReferenceEquals(root, verdict.Document), () => "a refused document is changed");
    }
}

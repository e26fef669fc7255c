using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Validation;

namespace OciInterceptor.Commands.Testing;

/// <summary>Runs the tests of files.</summary>
/// <param name="input">Reads the files.</param>
/// <param name="goldens">Compares results with golden files, or writes these.</param>
/// <param name="coverage">Notes what the tests reached; null if nobody asks.</param>
internal sealed class TestRun(TestInput input, GoldenFiles goldens, PolicyCoverage? coverage)
{
    private readonly TestFileReader _reader = new(HostReader.NoHost);

    /// <summary>The results of a file's tests in their order; one of its own if the file cannot be read.</summary>
    internal ImmutableArray<TestResult> Run(string path)
    {
        TestFile file;
        try
        {
            file = _reader.Read(path, input.Read(path));
        }
        catch (InterceptorException e)
        {
            return [new TestResult(path, null) { Error = e.Message }];
        }
        var policy = new TestedPolicy(file, input);
        return file.Tests.Map(test => Run(file, policy, test));
    }

    /// <summary>The result of one of a file's tests.</summary>
    internal TestResult Run(TestFile file, TestedPolicy policy, PolicyTest test)
    {
        var result = new TestResult(file.Path, test.Name);
        try
        {
            var host = new HostReader(test.Host, test.FileHost, name => input.Read(file.PathOf(name))).Read(test.ContainerId);
            var effective = policy.Load(host);
            // Those of shadows have outcomes too.
            var rules = effective.Rules.AddRange(effective.Shadows.SelectMany(static shadow => shadow.Rules));
            RequireRules(test, rules);
            var document = DocumentOf(file, test);
            var verdict = test.IsExec
                ? effective.Apply(new Process(document), test.ContainerId, host)
                : effective.Apply(new RuntimeSpec(document), test.Verb, test.ContainerId, host, test.NoPivot);
            coverage?.Add(rules, verdict, test, host);
            var check = new ExpectationCheck(test, rules, verdict, document);
            var mismatches = check.All();
            if (mismatches.IsEmpty && test.Expectation.Golden is { } golden)
            {
                var (mismatch, isUpdated) = goldens.Compare(golden, file.PathOf(golden.AsText()), verdict.Document);
                return result with { Mismatches = mismatch is null ? [] : [mismatch], IsUpdated = isUpdated };
            }
            return result with { Mismatches = mismatches };
        }
        catch (InterceptorException e)
        {
            return result with { Error = e is JsonFormatException ? e.Message : test.At.Error(e.Message).Message };
        }
    }

    private static void RequireRules(PolicyTest test, ImmutableArray<PolicyRule> rules)
    {
        foreach (var (name, at) in NamesIn(test.Expectation))
        {
            _ = rules.Any(rule => rule.Name == name) ? name
                : throw at.Error($"the policy has no rule \"{name}\"{NearestName.Hint(name, rules.Select(rule => rule.Name))}");
        }
    }

    private static IEnumerable<(string Name, JsonValue At)> NamesIn(TestExpectation expectation)
    {
        foreach (var item in expectation.Changing?.Items ?? [])
        {
            yield return (((JsonScalar)item).AsText(), item);
        }
        foreach (var (name, outcome) in expectation.Outcomes)
        {
            yield return (name, outcome);
        }
        foreach (var refusal in (ExpectedRefusal?[])[expectation.Denied, expectation.Failed])
        {
            if (refusal?.Rule is { } name)
            {
                yield return (name, refusal.At);
            }
        }
    }

    private JsonObject DocumentOf(TestFile file, PolicyTest test)
    {
        var (value, name) = Named(file, test);
        var original = value as JsonObject ?? throw value.Error("the document must be a JSON object");
        var changed = test.Change is null ? original : (JsonObject)MergePatch.Apply(original, test.Change);
        var patched = Patched(changed, test.Patch, "patch", test);
        patched = test.Each is { } each ? Patched(patched, [each], "each", test) : patched;
        // The parts of a patch would have their places in the test file.
        var document = patched as JsonObject is not { } made ? throw test.At.Error("the changed document must be a JSON object")
            : ReferenceEquals(made, original) ? original : (JsonObject)JsonText.Parse(CompactJson.Of(made).ToArray(), name);
        return test.IsExec == DocumentCheck.IsProcess(document) || test.IsExec != DocumentCheck.IsConfiguration(document) ? document
            : throw test.At.Error(test.IsExec ? "the document is a container's configuration: want a process document for the verb exec" : "the document is a process document: want the verb exec");
    }

    private static JsonValue Patched(JsonValue document, ImmutableArray<PatchOperation> operations, string member, PolicyTest test)
    {
        try
        {
            return JsonPatch.Apply(document, operations);
        }
        catch (InterceptorException e) when (e is not JsonFormatException)
        {
            throw test.At.Error($"cannot apply \"{member}\" to the document: {e.Message}", e);
        }
    }

    private (JsonValue Document, string Name) Named(TestFile file, PolicyTest test)
    {
        if (test.Document is not JsonScalar name)
        {
            return (CompactJson.Copy(test.Document), "document");
        }
        if (!TestFileReader.IsFile(name.AsText()))
        {
            var known = BuiltInDocuments.NameOf(name.AsText())!;
            var configuration = (JsonObject)JsonText.Parse(BuiltInDocuments.Read(known), known);
            // The process of a container is like one that joins it.
            return (test.IsExec ? configuration.Entry("process")! : configuration, known);
        }
        try
        {
            var path = file.PathOf(name.AsText());
            return (JsonText.Parse(input.Read(path), path), path);
        }
        catch (InterceptorException e) when (e is not JsonFormatException)
        {
            throw name.Error(e.Message, e);
        }
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Json;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Json.Patching;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

public sealed class MergePatchRuleTests
{
    [Theory]
    [InlineData("""{"process":{"env":["A=1"]}}""", """{"process":{"cwd":"/","env":["B=2"]}}""", """{"process":{"cwd":"/","env":["A=1"]}}""")]
    [InlineData("""{"linux":{"seccomp":null}}""", """{"linux":{"seccomp":{},"x":1}}""", """{"linux":{"x":1}}""")]
    [InlineData("""{"linux":{"resources":{"pids":{"limit":100}}}}""", """{"linux":null}""", """{"linux":{"resources":{"pids":{"limit":100}}}}""")]
    [InlineData("""{"a":{"b":1}}""", "{}", """{"a":{"b":1}}""")]
    public void Changes_a_document_once(string patch, string document, string expected)
    {
        var rule = RuleRun.Read(Rule(patch));

        var once = rule.Apply(new RuntimeSpec(Sample.Object(document)));

        Sample.Text(once.Json).Should().Be(expected);
        rule.Apply(once).Should().BeSameAs(once);
    }

    [Fact]
    public void A_patch_that_sets_two_members_which_a_runtime_takes_for_one_is_refused()
    {
        RuleRun.ErrorOf(Rule("""{"linux":{"rootfsPropagation":"x"},"LINUX":{}}""")).Should().StartWith("the member \"LINUX\" is ambiguous");
        RuleRun.ErrorOf(Rule("""{"process":{"noNewPrivileges":true,"noNewprivileges":false}}""")).Should().StartWith("the member \"noNewprivileges\" is ambiguous");
        RuleRun.ErrorOf(Rule("""{"annotations":{"a":"1","A":"2"}}""")).Should().BeEmpty("the names of maps are data");
    }

    [Fact]
    public void Any_patch_changes_nothing_in_its_own_result() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var patch = Distinct(Text(Sample.Value(new RandomDocument(random).Write())));
            var document = Distinct((JsonObject)Sample.Value(new RandomDocument(random).Write()));
            var rule = RuleRun.Read(Rule(Sample.Text(patch)));

            var once = rule.Apply(new RuntimeSpec((JsonObject)document));

            rule.Apply(once).Should().BeSameAs(once);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithQuietOnSuccess(true));

    [Theory]
    [InlineData("[]", "document must be an object")]
    [InlineData("null", "missing member \"document\"")]
    [InlineData("""{"a":{"b":1,"b":2}}""", "the member \"b\" is ambiguous*")]
    public void Refuses_a_policy_with_a_malformed_patch(string patch, string message)
    {
        RuleRun.ErrorOf(Rule(patch)).Should().Match(message);
    }

    [Fact]
    public void Is_for_a_container_and_not_for_an_exec()
    {
        var file = PolicyFileReader.Read("policy.json", Encoding.UTF8.GetBytes($"{{\"rules\":[{Rule("{\"cwd\":\"/\"}")}]}}"), new FakeHost());
        var process = new OciInterceptor.Spec.Process(Sample.Object("""{"cwd":"/x"}"""));

        var verdict = new EffectivePolicy(file.Settings, file.Rules).Apply(process, "c1", new FakeHost());

        verdict.Decisions.Should().ContainSingle().Which.Outcome.Should().Be(OciInterceptor.Policy.Outcome.NotForExec);
        verdict.Document.Should().BeSameAs(process.Json);
    }

    private static string Rule(string document) => $"{{\"type\":\"merge-patch\",\"document\":{document}}}";

    // A policy has text only, no halves of surrogate pairs and no U+0000, and is not as deep as a document may be.
    private static JsonValue Text(JsonValue value, int depth = 0) => value switch
    {
        JsonObject or JsonArray when depth == 100 => JsonScalar.True,
        JsonObject json => new JsonObject([.. json.Members.Select(member => new JsonMember(Text(member.Name), Text(member.Value, depth + 1)))]),
        JsonArray array => new JsonArray([.. array.Items.Select(item => Text(item, depth + 1))]),
        _ => Text((JsonScalar)value),
    };

    private static JsonScalar Text(JsonScalar value) => value.Kind == JsonKind.String ? JsonScalar.Of(value.AsText().Replace('\0', '0')) : value;

    private static JsonValue Distinct(JsonValue value) => value switch
    {
        JsonObject json => new JsonObject([.. json.Members.DistinctBy(member => member.Name.AsText()).Select(member => member with { Value = Distinct(member.Value) })]),
        JsonArray array => new JsonArray([.. array.Items.Select(Distinct)]),
        _ => value,
    };
}

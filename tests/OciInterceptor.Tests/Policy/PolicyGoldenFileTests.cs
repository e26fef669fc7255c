using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Patching;
using OciInterceptor.Policy;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Policy;

/// <summary>
/// TestData/Rules/TYPE/CASE.expected.json is what TYPE/policy.json makes of TYPE/CASE.json, or of the captured document
/// of that name in TestData; CASE.refused.txt is why it refuses that document. A case whose name begins with "exec-" is
/// the document of a process that joins a container. The policy may name files: those in TYPE/files, by their last element.
/// </summary>
public sealed class PolicyGoldenFileTests
{
    private const string Expected = ".expected.json";
    private const string Refused = ".refused.txt";

    private static readonly string _testData = Path.Combine(AppContext.BaseDirectory, "TestData");

    public static TheoryData<string, string> Changes => CasesOf(Expected);

    public static TheoryData<string, string> Refusals => CasesOf(Refused);

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_policy_makes_of_a_document_what_is_expected(string type, string name)
    {
        var input = Input(type, name);
        var expected = File.ReadAllText(InFolder(type, name + Expected));

        var (after, isChanged) = Apply(type, name, input);

        after.Should().Be(expected);
        isChanged.Should().Be(expected != input, "a document that needs no change is not written");
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_policy_changes_nothing_in_its_own_result(string type, string name)
    {
        var once = Apply(type, name, Input(type, name)).Document;

        var (twice, isChanged) = Apply(type, name, once);

        isChanged.Should().BeFalse();
        twice.Should().Be(once);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_policy_refuses_a_document_and_says_why(string type, string name)
    {
        var (verdict, _) = Judge(type, name, Encoding.UTF8.GetBytes(Input(type, name)));

        verdict.Refusal.Should().NotBeNull();
        verdict.Refusal!.Message.Should().Be(File.ReadAllText(InFolder(type, name + Refused)).TrimEnd('\n'));
    }

    private static TheoryData<string, string> CasesOf(string suffix)
    {
        var cases = new TheoryData<string, string>();
        foreach (var policy in Directory.EnumerateFiles(Path.Combine(_testData, "Rules"), "policy.json", SearchOption.AllDirectories).Order())
        {
            var folder = Path.GetDirectoryName(policy)!;
            foreach (var file in Directory.EnumerateFiles(folder, "*" + suffix).Order())
            {
                cases.Add(Path.GetFileName(folder), Path.GetFileName(file)[..^suffix.Length]);
            }
        }
        return cases;
    }

    private static (string Document, bool IsChanged) Apply(string type, string name, string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var (verdict, before) = Judge(type, name, bytes);
        verdict.Refusal.Should().BeNull();
        var patch = DocumentPatch.Between(before, verdict.Document);
        return (Encoding.UTF8.GetString(patch.Splice(bytes)), !patch.IsEmpty);
    }

    private static (Verdict Verdict, JsonObject Before) Judge(string type, string name, byte[] document)
    {
        var host = new FakeHost { Directory = InFolder(type, "files") };
        var file = PolicyFileReader.Read("policy.json", File.ReadAllBytes(InFolder(type, "policy.json")), host);
        var policy = new EffectivePolicy(file.Settings, file.Rules);
        var before = (JsonObject)JsonText.Parse(document, "config.json");
        var verdict = name.StartsWith("exec-", StringComparison.Ordinal)
            ? policy.Apply(new OciInterceptor.Spec.Process(before), "c1", host)
            : policy.Apply(new RuntimeSpec(before), "create", "c1", host);
        return (verdict, before);
    }

    private static string Input(string type, string name)
    {
        var own = InFolder(type, name + ".json");
        return File.ReadAllText(File.Exists(own) ? own : Path.Combine(_testData, name + ".json"));
    }

    private static string InFolder(string type, string file) => Path.Combine(_testData, "Rules", type, file);
}

using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Patching;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Cli;

namespace OciInterceptor.Tests.Rules;

/// <summary>
/// TestData/Rules/RULE/CASE.expected.json is what the flags in RULE/flags.txt make of RULE/CASE.json,
/// or of the captured document of that name in TestData.
/// </summary>
public sealed class GoldenFileTests
{
    private static readonly string _testData = Path.Combine(AppContext.BaseDirectory, "TestData");

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var expected in Directory.EnumerateFiles(Path.Combine(_testData, "Rules"), "*.expected.json", SearchOption.AllDirectories).Order())
            {
                // Folders with a policy are PolicyGoldenFileTests'.
                if (!File.Exists(Path.Combine(Path.GetDirectoryName(expected)!, "flags.txt")))
                {
                    continue;
                }
                cases.Add(Path.GetFileName(Path.GetDirectoryName(expected))!, Path.GetFileName(expected).Replace(".expected.json", "", StringComparison.Ordinal));
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_makes_of_a_document_what_is_expected(string rule, string name)
    {
        var input = Read(rule, name);
        var expected = File.ReadAllText(Path.Combine(_testData, "Rules", rule, name + ".expected.json"));

        var (after, isChanged) = Apply(rule, input);

        after.Should().Be(expected);
        isChanged.Should().Be(expected != input, "a document that needs no change is not written");
    }

    /// <summary>Law 7: idempotent.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_changes_nothing_in_its_own_result(string rule, string name)
    {
        var once = Apply(rule, Read(rule, name)).Document;

        var (twice, isChanged) = Apply(rule, once);

        isChanged.Should().BeFalse();
        twice.Should().Be(once);
    }

    private static (string Document, bool IsChanged) Apply(string rule, string document)
    {
        var flags = File.ReadAllLines(Path.Combine(_testData, "Rules", rule, "flags.txt"));
        var rules = EffectivePolicy.OfFlags(new RawArguments([.. flags.Append("create").Select(Encoding.UTF8.GetBytes)]).Options);
        var bytes = Encoding.UTF8.GetBytes(document);
        var before = (JsonObject)JsonText.Parse(bytes, "config.json");

        var patch = DocumentPatch.Between(before, rules.Apply(new RuntimeSpec(before), "create", "id", new LinuxHost()).Document);

        return (Encoding.UTF8.GetString(patch.Splice(bytes)), !patch.IsEmpty);
    }

    private static string Read(string rule, string name)
    {
        var own = Path.Combine(_testData, "Rules", rule, name + ".json");
        return File.ReadAllText(File.Exists(own) ? own : Path.Combine(_testData, name + ".json"));
    }
}

using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Call;

namespace OciInterceptor.Tests.Policy;

/// <summary>
/// In a folder of TestData, CASE.expected.json is what a policy makes of CASE.json, or of the captured document of that
/// name in TestData; CASE.refused.txt is why it refuses that document. A case whose name begins with "exec-" is the
/// document of a process that joins a container. Rules/FOLDER has the policy in policy.json or as flags in flags.txt, and
/// in files what it names, by the whole path or the last element, and in ids.txt the IDs of cases whose container is not "c1";
/// Profiles/FOLDER is about the built-in profile of that name.
/// </summary>
public sealed class GoldenFileTests
{
    private const string Expected = ".expected.json";
    private const string Refused = ".refused.txt";

    private static readonly string _testData = Path.Combine(AppContext.BaseDirectory, "TestData");

    public static TheoryData<string, string> Changes => CasesOf(Expected);

    public static TheoryData<string, string> Refusals => CasesOf(Refused);

    public static TheoryData<string> Profiles => [.. BuiltInProfiles.Names];

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_policy_makes_of_a_document_what_is_expected(string folder, string name)
    {
        var input = Input(folder, name);
        var expected = File.ReadAllText(PathOf(folder, name + Expected));

        Apply(folder, name, input).Should().Be((expected, expected != input), "a document that needs no change is not written");
    }

    /// <summary>Law 7: idempotent.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public void A_policy_changes_nothing_in_its_own_result(string folder, string name)
    {
        var once = Apply(folder, name, Input(folder, name)).Document;

        Apply(folder, name, once).Should().Be((once, false));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_policy_refuses_a_document_and_says_why(string folder, string name)
    {
        var (verdict, before) = Judge(folder, name, Encoding.UTF8.GetBytes(Input(folder, name)));

        (verdict.Refusal?.Message).Should().Be(File.ReadAllText(PathOf(folder, name + Refused)).TrimEnd('\n'));
        verdict.Document.Should().BeSameAs(before);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_profile_is_tried_on_every_captured_document(string profile)
    {
        var documents = Directory.EnumerateFiles(_testData, "*.json").Select(file => Path.GetFileNameWithoutExtension(file));
        documents.Should().NotBeEmpty().And.OnlyContain(name =>
            File.Exists(PathOf("Profiles/" + profile, name + Expected)) || File.Exists(PathOf("Profiles/" + profile, name + Refused)));
    }

    private static TheoryData<string, string> CasesOf(string suffix)
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in new[] { "Rules", "Profiles" }.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(_testData, folder), "*" + suffix, SearchOption.AllDirectories)).Order())
        {
            cases.Add(Path.GetRelativePath(_testData, Path.GetDirectoryName(file)!), Path.GetFileName(file)[..^suffix.Length]);
        }
        return cases;
    }

    private static (string Document, bool IsChanged) Apply(string folder, string name, string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var (verdict, before) = Judge(folder, name, bytes);
        verdict.Refusal.Should().BeNull();
        var patch = DocumentPatch.Between(before, verdict.Document);
        return (Encoding.UTF8.GetString(patch.Splice(bytes)), !patch.IsEmpty);
    }

    private static (Verdict Verdict, JsonObject Before) Judge(string folder, string name, byte[] document)
    {
        var host = new FakeHost { Directory = PathOf(folder, "files"), RuntimeFile = "/usr/bin/runc" };
        var policy = PolicyOf(folder, host);
        var before = (JsonObject)JsonText.Parse(document, "config.json");
        var verdict = name.StartsWith("exec-", StringComparison.Ordinal)
            ? policy.Apply(new OciInterceptor.Spec.Process(before), IdOf(folder, name), host)
            : policy.Apply(new RuntimeSpec(before), "create", IdOf(folder, name), host);
        return (verdict, before);
    }

    private static string IdOf(string folder, string name) =>
        File.Exists(PathOf(folder, "ids.txt")) && File.ReadLines(PathOf(folder, "ids.txt")).FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal)) is { } line
            ? line[(name.Length + 1)..]
            : "c1";

    private static EffectivePolicy PolicyOf(string folder, FakeHost host)
    {
        if (File.Exists(PathOf(folder, "flags.txt")))
        {
            return EffectivePolicy.OfFlags(new RawArguments([.. File.ReadLines(PathOf(folder, "flags.txt")).Append("create").Select(Encoding.UTF8.GetBytes)]).Options, host);
        }
        var profile = Path.GetFileName(folder);
        var file = Path.GetDirectoryName(folder) == "Profiles"
            ? PolicyFileReader.Read($"profile {profile}", BuiltInProfiles.Find(profile)!, host)
            : PolicyFileReader.Read("policy.json", File.ReadAllBytes(PathOf(folder, "policy.json")), host);
        return new EffectivePolicy(file.Settings, file.Rules);
    }

    private static string Input(string folder, string name)
    {
        var own = PathOf(folder, name + ".json");
        return File.ReadAllText(File.Exists(own) ? own : Path.Combine(_testData, name + ".json"));
    }

    private static string PathOf(string folder, string file) => Path.Combine(_testData, folder, file);
}

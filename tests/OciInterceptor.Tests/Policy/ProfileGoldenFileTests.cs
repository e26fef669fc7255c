using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Patching;
using OciInterceptor.Policy;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Policy;

/// <summary>
/// TestData/Profiles/PROFILE/CASE.expected.json is what a built-in profile makes of PROFILE/CASE.json, or of the captured
/// document of that name in TestData; CASE.refused.txt is why it refuses that document. A case whose name begins with
/// "exec-" is the document of a process that joins a container.
/// </summary>
public sealed class ProfileGoldenFileTests
{
    private const string Expected = ".expected.json";
    private const string Refused = ".refused.txt";

    private static readonly string _testData = Path.Combine(AppContext.BaseDirectory, "TestData");

    public static TheoryData<string, string> Changes => CasesOf(Expected);

    public static TheoryData<string, string> Refusals => CasesOf(Refused);

    public static TheoryData<string> Names => [.. BuiltInProfiles.Names];

    [Fact]
    public void These_profiles_come_with_the_program() =>
        BuiltInProfiles.Names.Should().Equal("ctf", "guardian-kvm", "hardened", "pss-baseline", "pss-restricted");

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_profile_is_tried_on_every_captured_document(string profile)
    {
        var documents = Directory.EnumerateFiles(_testData, "*.json").Select(file => Path.GetFileNameWithoutExtension(file));
        documents.Should().NotBeEmpty().And.OnlyContain(name =>
            File.Exists(InFolder(profile, name + Expected)) || File.Exists(InFolder(profile, name + Refused)));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_profile_makes_of_a_document_what_is_expected(string profile, string name)
    {
        var input = Input(profile, name);
        var expected = File.ReadAllText(InFolder(profile, name + Expected));

        var (after, isChanged) = Apply(profile, name, input);

        after.Should().Be(expected);
        isChanged.Should().Be(expected != input, "a document that needs no change is not written");
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_profile_changes_nothing_in_its_own_result(string profile, string name)
    {
        var once = Apply(profile, name, Input(profile, name)).Document;

        var (twice, isChanged) = Apply(profile, name, once);

        isChanged.Should().BeFalse();
        twice.Should().Be(once);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_profile_refuses_a_document_and_says_why(string profile, string name)
    {
        var (verdict, _) = Judge(profile, name, Encoding.UTF8.GetBytes(Input(profile, name)));

        verdict.Refusal.Should().NotBeNull();
        verdict.Refusal!.Message.Should().Be(File.ReadAllText(InFolder(profile, name + Refused)).TrimEnd('\n'));
    }

    [Fact]
    public void Hardened_refuses_a_call_with_no_pivot()
    {
        var file = PolicyFileReader.Read("profile hardened", BuiltInProfiles.Find("hardened")!, new FakeHost());
        var policy = new EffectivePolicy(file.Settings, file.Rules);

        var spec = new RuntimeSpec((JsonObject)JsonText.Parse(Encoding.UTF8.GetBytes(Input("hardened", "docker-20.10-run")), "config.json"));

        policy.Apply(spec, "run", "c1", new FakeHost(), noPivot: true).Refusal!.Message.Should().Be(
            "denied by the rule \"root-directory\" (deny, profile hardened): --no-pivot leaves the host's root directory within reach of the container (when {\"noPivot\":true})");
        policy.Apply(spec, "run", "c1", new FakeHost()).Refusal.Should().BeNull();
    }

    private static TheoryData<string, string> CasesOf(string suffix)
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_testData, "Profiles"), "*" + suffix, SearchOption.AllDirectories).Order())
        {
            cases.Add(Path.GetFileName(Path.GetDirectoryName(file)!), Path.GetFileName(file)[..^suffix.Length]);
        }
        return cases;
    }

    private static (string Document, bool IsChanged) Apply(string profile, string name, string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var (verdict, before) = Judge(profile, name, bytes);
        verdict.Refusal.Should().BeNull();
        var patch = DocumentPatch.Between(before, verdict.Document);
        return (Encoding.UTF8.GetString(patch.Splice(bytes)), !patch.IsEmpty);
    }

    private static (Verdict Verdict, JsonObject Before) Judge(string profile, string name, byte[] document)
    {
        var host = new FakeHost();
        var file = PolicyFileReader.Read($"profile {profile}", BuiltInProfiles.Find(profile)!, host);
        var policy = new EffectivePolicy(file.Settings, file.Rules);
        var before = (JsonObject)JsonText.Parse(document, "config.json");
        var verdict = name.StartsWith("exec-", StringComparison.Ordinal)
            ? policy.Apply(new OciInterceptor.Spec.Process(before), "c1", host)
            : policy.Apply(new RuntimeSpec(before), "create", "c1", host);
        return (verdict, before);
    }

    private static string Input(string profile, string name)
    {
        var own = InFolder(profile, name + ".json");
        return File.ReadAllText(File.Exists(own) ? own : Path.Combine(_testData, name + ".json"));
    }

    private static string InFolder(string profile, string file) => Path.Combine(_testData, "Profiles", profile, file);
}

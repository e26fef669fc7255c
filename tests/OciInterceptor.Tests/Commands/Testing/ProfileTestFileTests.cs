using System.Text.Json.Nodes;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests.Commands.Testing;

/// <summary>The tests of the built-in profiles, which are files beside them, run by the command that operators have.</summary>
public sealed class ProfileTestFileTests
{
    private static readonly string _profiles = Path.Combine(RepositoryTree.Root, "src/OciInterceptor/Policy/Profiles");

    public static TheoryData<string> Profiles => [.. BuiltInProfiles.Names];

    public static TheoryData<string, string> Rules
    {
        get
        {
            var rules = new TheoryData<string, string>();
            foreach (var profile in BuiltInProfiles.Names)
            {
                foreach (var rule in MutatedProfile.Parse(profile)["rules"]!.AsArray())
                {
                    rules.Add(profile, rule!["name"]!.GetValue<string>());
                }
            }
            return rules;
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_tests_of_a_profile_pass_and_reach_every_outcome_and_both_sides_of_every_condition(string profile)
    {
        using var run = Copy(profile, MutatedProfile.Parse(profile));

        var answer = run.Run("--coverage-threshold", "100");

        run.Text(answer).Should().NotContainAny("failed  ", "error  ").And.Contain("coverage 100 %");
        answer.ExitCode.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Without_one_of_its_rules_a_test_of_the_profile_fails(string profile, string name)
    {
        var rules = MutatedProfile.Parse(profile);
        var list = rules["rules"]!.AsArray();
        list.Remove(list.Single(rule => rule!["name"]!.GetValue<string>() == name));
        list.Add(new JsonObject { ["name"] = name, ["type"] = "umask", ["mode"] = "off", ["value"] = "0022" });
        using var run = Copy(profile, rules);

        var answer = run.Run();

        answer.ExitCode.Should().Be(1);
        run.Text(answer).Should().Contain("failed  ").And.NotContain("error  ", "it is the result that differs");
    }

    private static PolicyTestRun Copy(string profile, JsonNode rules)
    {
        var run = new PolicyTestRun();
        File.WriteAllText(Path.Combine(run.Root, $"{profile}.json"), rules.ToJsonString());
        File.Copy(Path.Combine(_profiles, $"{profile}.test.json"), Path.Combine(run.Root, $"{profile}.test.json"));
        return run;
    }
}

using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Commands.Testing;

/// <summary>The tests of a built-in profile notice every small mistake in its rules.</summary>
public sealed class ProfileMutationTests
{
    public static TheoryData<string> Profiles => [.. BuiltInProfiles.Names];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void With_a_mistake_in_one_of_its_rules_a_test_of_the_profile_fails(string profile)
    {
        using var mutated = new MutatedProfile(profile);
        var policy = MutatedProfile.Parse(profile);
        mutated.Notices(policy.ToJsonString()).Should().BeFalse("the tests pass without a mistake");

        var unnoticed = PolicyMutation.Of(policy).Where(mutation => !mutated.Notices(mutation.Policy)).Select(mutation => mutation.Title).ToList();

        unnoticed.Should().BeEmpty("{0}.test.json must have a test for each, and has none for\n{1}\n", profile, string.Join('\n', unnoticed));
    }
}

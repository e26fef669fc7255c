using OciInterceptor.Json;
using OciInterceptor.Policy;
using OciInterceptor.Rules;

namespace OciInterceptor.Tests.Policy;

public sealed class BuiltInProfilesTests
{
    [Fact]
    public void These_profiles_come_with_the_program() =>
        BuiltInProfiles.Names.Should().Equal("ctf", "guardian-kvm", "hardened", "pss-baseline", "pss-restricted", "shield");

    [Fact]
    public void Each_rule_of_the_shield_names_its_hole()
    {
        var shield = Read("shield");

        shield.Rules.Should().NotBeEmpty().And.OnlyContain(rule => rule.Shield != null && !rule.Shield.Covers.IsEmpty && rule.Shield.Source.StartsWith("https://"));
        shield.Rules.Should().OnlyContain(rule => ((JsonObject)rule.Written!.Entry("shield")!).Entry("mayBreak") != null && ((JsonObject)rule.Written!.Entry("shield")!).Entry("changes") != null);
        shield.Members.Text("date").Should().Be("2026-11-29");
    }

    [Theory]
    [InlineData("ctf")]
    [InlineData("hardened")]
    [InlineData("pss-baseline")]
    [InlineData("pss-restricted")]
    [InlineData("shield")]
    public void Nobody_steers_the_runtime(string profile) => Read(profile).Rules.Select(rule => rule.Rule).OfType<AnnotationsRule>().Should().ContainSingle(rule => rule.RemovesSteering);

    private static PolicyFile Read(string profile) => PolicyFileReader.Read($"profile {profile}", BuiltInProfiles.Find(profile)!, new FakeHost());
}

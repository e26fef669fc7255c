using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Policy;

public sealed class BuiltInProfilesTests
{
    [Fact]
    public void These_profiles_come_with_the_program() =>
        BuiltInProfiles.Names.Should().Equal("ctf", "guardian-kvm", "hardened", "pss-baseline", "pss-restricted");
}

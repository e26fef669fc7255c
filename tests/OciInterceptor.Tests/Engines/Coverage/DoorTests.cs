using OciInterceptor.Engines;
using OciInterceptor.Engines.Coverage;

namespace OciInterceptor.Tests.Engines.Coverage;

public sealed class DoorTests
{
    [Theory]
    [InlineData("Applies", "policy applies")]
    [InlineData("Bypassed", "policy does not apply")]
    [InlineData("Closed", "no container starts")]
    [InlineData("Unknown", "unknown whether the policy applies")]
    public void Its_state_has_a_word(string state, string word) =>
        new Door("docker", new FoundRuntime("oi", "/opt/oi", "f")) { State = Enum.Parse<DoorState>(state), Reason = "" }.Word.Should().Be(word);
}

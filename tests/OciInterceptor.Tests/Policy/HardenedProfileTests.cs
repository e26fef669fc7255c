using OciInterceptor.Json;
using OciInterceptor.Policy;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Policy;

/// <summary>What the profile "hardened" says of the call; what it makes of documents is in golden files.</summary>
public sealed class HardenedProfileTests
{
    [Theory]
    [InlineData(true, "denied by the rule \"root-directory\" (deny, profile hardened): --no-pivot leaves the host's root directory within reach of the container (when {\"noPivot\":true})")]
    [InlineData(false, null)]
    public void A_call_with_no_pivot_is_refused(bool noPivot, string? refusal)
    {
        var host = new FakeHost();
        var file = PolicyFileReader.Read("profile hardened", BuiltInProfiles.Find("hardened")!, host);

        var verdict = new EffectivePolicy(file.Settings, file.Rules).Apply(new RuntimeSpec((JsonObject)JsonText.Parse("""{"process":{"capabilities":{}},"linux":{"namespaces":[{"type":"mount"},{"type":"pid"}]}}"""u8.ToArray(), "config.json")), "run", "c1", host, noPivot);

        (verdict.Refusal?.Message).Should().Be(refusal);
    }
}

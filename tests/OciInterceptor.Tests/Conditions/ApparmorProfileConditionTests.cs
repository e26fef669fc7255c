using OciInterceptor.Conditions;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

public sealed class ApparmorProfileConditionTests
{
    [Theory]
    [InlineData("", "apparmorProfile is not set, not unconfined")]
    [InlineData("\"apparmorProfile\":\"\"", "apparmorProfile is empty, not unconfined")]
    [InlineData("\"apparmorProfile\":\"docker-default\"", "apparmorProfile is docker-default, not unconfined")]
    [InlineData("\"apparmorProfile\":\"unconfined\"", null)]
    [InlineData("\"apparmorProfile\":\" unconfined \"", null)]
    [InlineData("\"apparmorProfile\":\":ns:unconfined\"", null)]
    [InlineData("\"apparmorProfile\":\"&unconfined\"", null)]
    [InlineData("\"apparmorProfile\":\" &:ns://unconfined\"", null)]
    [InlineData("\"apparmorProfile\":\"unconfined//&unconfined\"", null)]
    [InlineData("\"apparmorProfile\":\"&docker-default\"", "apparmorProfile is &docker-default, not unconfined")]
    [InlineData("\"apparmorProfile\":\"unconfined//&docker-default\"", "apparmorProfile is unconfined//&docker-default, not unconfined")]
    public void A_profile_matches_as_the_kernel_reads_it(string member, string? whyNot) =>
        WhyNot("""{"apparmorProfile":"unconfined"}""", $"{{{member}}}").Should().Be(whyNot);

    [Theory]
    [InlineData("unconfined", "apparmorProfile is unconfined, not x")]
    [InlineData(" unconfined", "apparmorProfile is  unconfined, unconfined, not x")]
    public void A_profile_is_named_once(string profile, string whyNot) =>
        WhyNot("""{"apparmorProfile":"x"}""", $$"""{"apparmorProfile":"{{profile}}"}""").Should().Be(whyNot);

    private static string? WhyNot(string when, string process) =>
        ConditionText.Read(when).WhyNot(new Subject("exec", "c1", null, new OciInterceptor.Spec.Process(Sample.Object(process)), new FakeHost()));
}

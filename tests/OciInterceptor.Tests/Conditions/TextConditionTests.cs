using OciInterceptor.Conditions;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

public sealed class TextConditionTests
{
    /// <summary>A reason stands in logs, which more people read than may see secrets.</summary>
    [Theory]
    [InlineData("/bin/sh", "command is /bin/sh, not x")]
    [InlineData("https://user:word@host/", "command is …, not x")]
    [InlineData("Bearer abc", "command is …, not x")]
    public void A_reason_shows_a_value_unless_that_holds_a_secret(string command, string whyNot) =>
        WhyNot("""{"command":"x"}""", $$"""{"args":["{{command}}"]}""").Should().Be(whyNot);

    private static string? WhyNot(string when, string process) =>
        ConditionText.Read(when).WhyNot(new Subject("exec", "c1", null, new OciInterceptor.Spec.Process(Sample.Object(process)), new FakeHost()));
}

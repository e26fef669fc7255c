using OciInterceptor.Policy;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Policy;

public sealed class ConditionTextTests
{
    [Theory]
    [InlineData("""{ "verb" : [ "create" , "run" ] }""", """{"verb":["create","run"]}""")]
    [InlineData("""{"env":{"API_TOKEN":"SECRET17*","B":["x","y"]}}""", """{"env":{"API_TOKEN":"…","B":"…"}}""")]
    [InlineData("""{"not":{"any":[{"env":{"A":"x"}},{"user":"0"}]}}""", """{"not":{"any":[{"env":{"A":"…"}},{"user":"0"}]}}""")]
    [InlineData("""{"annotations":{"com.example/key":"abc","a":"b*"}}""", """{"annotations":{"com.example/key":"…","a":"b*"}}""")]
    [InlineData("""{"annotations":{"a":["b","postgres://u:abc@h"]}}""", """{"annotations":{"a":["b","…"]}}""")]
    public void Hides_what_may_be_secret(string when, string expected) => ConditionText.Of(Sample.Object(when)).Should().Be(expected);

    [Fact]
    public void Is_cut_short() =>
        ConditionText.Of(Sample.Object($"{{\"hostname\":\"{new string('x', 200)}\"}}")).Should().Be($"{{\"hostname\":\"{new string('x', 107)}…");
}

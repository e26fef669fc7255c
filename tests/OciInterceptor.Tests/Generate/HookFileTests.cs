using System.Text;
using OciInterceptor.Generate;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Generate;

public sealed class HookFileTests
{
    [Fact]
    public void A_hook_without_an_environment_gets_a_fixed_one() =>
        Read("""{"hooks":{"prestart":[{"path":"/bin/a"},{"path":"/bin/b","env":[]}],"poststop":[]}}""").Should().Be(
            """{"prestart":[{"path":"/bin/a","env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]},{"path":"/bin/b","env":[]}],"poststop":[]}""");

    /// <summary>As without the member, a runtime would give it the container's variables, such as LD_PRELOAD.</summary>
    [Fact]
    public void A_null_is_an_environment_that_is_missing() =>
        Read("""{"hooks":{"prestart":[{"path":"/bin/a","env":null}]}}""").Should().Be(
            """{"prestart":[{"path":"/bin/a","env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}]}""");

    [Theory]
    [InlineData("[]", "/h.json:1:1: want an object with the member \"hooks\"")]
    [InlineData("{}", "/h.json:1:1: want an object with the member \"hooks\"")]
    [InlineData("""{"hooks":[]}""", "/h.json:1:10: \"hooks\" must be an object, not a list")]
    [InlineData("""{"hooks":{"prestart":[{}]}}""", "/h.json:1:23: missing member \"path\"")]
    [InlineData("""{"hooks":{"prestart":[1]}}""", "/h.json:1:23: *")]
    [InlineData("""{"hooks":{"poststopp":[]}}""", "/h.json:1:11: unknown hook stage \"poststopp\", did you mean \"poststop\"?")]
    public void What_is_no_hooks_is_refused(string content, string message) =>
        FluentActions.Invoking(() => Read(content)).Should().Throw<InterceptorException>().WithMessage(message);

    private static string Read(string content) => Encoding.UTF8.GetString(JsonBuilder.Line(
        HookFile.Read("/h.json", new FakeHost { Files = { ["/h.json"] = Encoding.UTF8.GetBytes(content) } })).Span);
}

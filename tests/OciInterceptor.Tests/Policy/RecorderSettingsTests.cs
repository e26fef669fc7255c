using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Policy;

public sealed class RecorderSettingsTests
{
    [Fact]
    public void A_directory_is_enough() => Read("{'directory':'/r'}").Should().Be(new RecorderSettings("/r")
    {
        MaxCount = 10_000,
        MaxBytes = 268_435_456,
        MaxAge = new TimeSpan(30, 0, 0, 0),
        RedactsEnvironment = false,
    });

    [Fact]
    public void Every_bound_can_be_set() =>
        Read("{'directory':'/r','maxCount':20000,'maxBytes':'1g','maxAge':'12h','redactEnvironment':true}").Should().Be(new RecorderSettings("/r")
        {
            MaxCount = 20_000,
            MaxBytes = 1 << 30,
            MaxAge = new TimeSpan(12, 0, 0),
            RedactsEnvironment = true,
        });

    [Fact]
    public void The_smallest_bounds_are_taken() =>
        Read("{'directory':'/r','maxCount':1,'maxBytes':1,'maxAge':'1s'}").Should().Be(new RecorderSettings("/r") { MaxCount = 1, MaxBytes = 1, MaxAge = new TimeSpan(0, 0, 1) });

    [Fact]
    public void Without_the_member_nothing_is_recorded() => PolicyFileReader.Read("p", "{}"u8.ToArray(), new FakeHost()).Settings.Recorder.Should().BeNull();

    [Theory]
    [InlineData("{}", "missing member \"directory\"")]
    [InlineData("{'directory':'r'}", "directory must be an absolute path")]
    [InlineData("{'directory':'/r','maxCount':0}", "maxCount must be from 1 to 20000")]
    [InlineData("{'directory':'/r','maxCount':20001}", "maxCount must be from 1 to 20000")]
    [InlineData("{'directory':'/r','maxBytes':0}", "maxBytes must be positive")]
    [InlineData("{'directory':'/r','maxBytes':'x'}", "maxBytes must be a size such as 65536 or \"64m\"")]
    [InlineData("{'directory':'/r','maxAge':'0d'}", "maxAge must be positive")]
    [InlineData("{'directory':'/r','maxAge':'30'}", "maxAge must be an age such as \"30d\", \"12h\" or \"90m\", not \"30\"")]
    [InlineData("{'directory':'/r','maxcount':1}", "unknown member \"maxcount\", did you mean \"maxCount\"?")]
    public void A_mistake_is_an_error_with_its_place(string recorder, string message) =>
        FluentActions.Invoking(() => Read(recorder)).Should().Throw<InterceptorException>().WithMessage($"p:1:*: {message}");

    private static RecorderSettings? Read(string recorder) =>
        PolicyFileReader.Read("p", Encoding.UTF8.GetBytes($"{{'recorder':{recorder}}}".Replace('\'', '"')), new FakeHost()).Settings.Recorder;
}
